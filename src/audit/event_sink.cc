#include "audit/event_sink.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace pintle::audit {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kFolderMode = 0700;

class DescriptorSink final : public EventSink {
 public:
  enum class Owned : bool { kNo, kYes };
  bool is_quick(size_t) const override { return regular_; }
  DescriptorSink(int descriptor, Owned owned) : descriptor_(descriptor), owned_(owned) {
    struct stat status = {};
    regular_ = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  }
  ~DescriptorSink() override {
    if (owned_ == Owned::kYes) close(descriptor_);
  }

  std::optional<Status> write(std::span<EventText> lines) override {
    std::string together;
    for (const EventText& line : lines) together += line.text;
    const bool written = write_whole(descriptor_, together);
    for (EventText& line : lines) line.written = written;
    if (written) return std::nullopt;
    return Status::unknown(std::string("write: ") + strerror(errno));
  }

 private:
  int descriptor_;
  Owned owned_;
  bool regular_ = false;
};

Status failed(std::string_view what, const std::string& path) {
  return Status::unknown("ensureLogFile: " + std::string(what) + " " + path + ": " + strerror(errno));
}

Result<void> make_folders(const std::filesystem::path& folder) {
  if (folder.empty() || std::filesystem::is_directory(folder)) return {};
  PINTLE_TRY_VOID(make_folders(folder.parent_path()));
  if (mkdir(folder.c_str(), kFolderMode) != 0 && errno != EEXIST) return fail(failed("mkdir", folder.string()));
  return {};
}

}  // namespace

bool write_whole(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

Result<void> ensure_log_file(const std::string& path) {
  PINTLE_TRY_VOID(make_folders(std::filesystem::path(path).parent_path()));
  const int descriptor = open(path.c_str(), O_CREAT | O_APPEND | O_RDWR | O_CLOEXEC, kFileMode);
  if (descriptor < 0) return fail(failed("open", path));
  close(descriptor);
  return {};
}

std::unique_ptr<EventSink> descriptor_sink(int descriptor) {
  return std::make_unique<DescriptorSink>(descriptor, DescriptorSink::Owned::kNo);
}

Result<std::unique_ptr<EventSink>> plain_file_sink(const std::string& path) {
  const int descriptor = open(path.c_str(), O_APPEND | O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(failed("open", path));
  return std::make_unique<DescriptorSink>(descriptor, DescriptorSink::Owned::kYes);
}

}  // namespace pintle::audit
