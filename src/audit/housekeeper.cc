#include "audit/housekeeper.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "audit/backup_files.h"
#include "base/log.h"

namespace pintle::audit {
namespace {

constexpr size_t kChunkBytes = 256 << 10;

// Copies `source` compressed; false when it could not, or was told to stop.
bool copy_compressed(int source, gzFile target, const std::stop_token& stop) {
  std::string chunk(kChunkBytes, '\0');
  while (!stop.stop_requested()) {
    const ssize_t bytes = read(source, chunk.data(), chunk.size());
    if (bytes == 0) return true;
    if (bytes < 0 || gzwrite(target, chunk.data(), static_cast<unsigned>(bytes)) != bytes) return false;
  }
  return false;
}

// Replaces the file by name + ".gz", with the same mode.
bool compress_file(const std::filesystem::path& path, const std::stop_token& stop) {
  const int source = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (source < 0) return false;
  struct stat status = {};
  fstat(source, &status);
  const std::string compressed = path.string() + std::string(kCompressedSuffix);
  const int descriptor = open(compressed.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, status.st_mode & 07777);
  gzFile target = descriptor < 0 ? nullptr : gzdopen(descriptor, "wb");
  bool copied = target && copy_compressed(source, target, stop);
  if (target && gzclose(target) != Z_OK) copied = false;
  close(source);
  unlink(copied ? path.c_str() : compressed.c_str());
  return copied;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    names.push_back(entry->path().filename().string());
  return names;
}

std::filesystem::path folder_of(const RotationOptions& options) {
  const std::filesystem::path folder = std::filesystem::path(options.path).parent_path();
  return folder.empty() ? std::filesystem::path(".") : folder;
}

std::string_view uncompressed_name(std::string_view name) {
  return name.ends_with(kCompressedSuffix) ? name.substr(0, name.size() - kCompressedSuffix.size()) : name;
}

}  // namespace

Housekeeping plan_housekeeping(const RotationOptions& options, std::vector<std::string> names, std::chrono::system_clock::time_point now) {
  const std::string log_name = std::filesystem::path(options.path).filename().string();
  std::erase_if(names, [&](const std::string& name) { return !backup_time(log_name, name); });
  std::ranges::sort(names, std::ranges::greater());  // the newest first: the time is what they differ in
  Housekeeping plan;
  std::set<std::string_view> kept;
  for (const std::string& name : names) {
    // A file and its compressed form are one.
    const std::string_view file = uncompressed_name(name);
    const bool too_many = options.files_max > 0 && !kept.contains(file) && kept.size() >= options.files_max;
    const bool too_old = options.age_max.count() > 0 && *backup_time(log_name, name) < now - options.age_max;
    if (!too_many) kept.insert(file);
    if (too_many || too_old) {
      plan.remove.push_back(name);
    } else if (options.compress && file == name) {
      plan.compress.push_back(name);
    }
  }
  return plan;
}

Housekeeper::Housekeeper(const RotationOptions& options, const Clock& clock)
    : options_(options), clock_(clock), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Housekeeper::~Housekeeper() = default;

void Housekeeper::wake() {
  std::lock_guard lock(mutex_);
  work_ = true;
  woken_.notify_one();
}

void Housekeeper::run(const std::stop_token& stop) {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!woken_.wait(lock, stop, [this] { return work_; })) return;
      work_ = false;
    }
    tidy(stop);
  }
}

void Housekeeper::tidy(const std::stop_token& stop) const {
  const std::filesystem::path folder = folder_of(options_);
  const Housekeeping plan = plan_housekeeping(options_, names_in(folder), clock_.now());
  for (const std::string& name : plan.remove) unlink((folder / name).c_str());
  for (const std::string& name : plan.compress) {
    if (stop.stop_requested()) return;
    if (!compress_file(folder / name, stop) && !stop.stop_requested())
      log_warning("An audit log that was put aside could not be compressed", {{"file", name}});
  }
}

}  // namespace pintle::audit
