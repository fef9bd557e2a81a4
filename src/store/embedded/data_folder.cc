#include "store/embedded/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/file.h"

namespace pintle::store {
namespace {

constexpr std::string_view kFormat = "pintle-store 1\n";

Status refuse(const std::string& path, const std::string& why) { return Status::service_unavailable("data folder " + path + ": " + why); }

std::string holder(int lock) {
  char text[32] = {};
  const ssize_t size = pread(lock, text, sizeof text - 1, 0);
  return size > 0 ? " (process " + std::string(text, static_cast<size_t>(size)) + ")" : "";
}

// A folder with anything else in it than what Pintle writes is not taken over.
Result<void> check_format(const std::string& path) {
  const std::string file = path + "/FORMAT";
  if (!file_exists(file)) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (entry.path().filename() == "PROCESS") continue;
      return fail(refuse(path, "holds files that are not Pintle's (" + entry.path().filename().string() +
                                   "); give an empty or a new folder with --data-dir"));
    }
    const FileContent content{.path = file, .bytes = std::string(kFormat)};
    return write_files({&content, 1});
  }
  PINTLE_TRY(const std::string format, read_file(file));
  if (format != kFormat)
    return fail(
        refuse(path, "was written in another format than this program knows; use the program that wrote it, or another --data-dir"));
  return {};
}

}  // namespace

Result<std::unique_ptr<DataFolder>> DataFolder::claim(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return fail(refuse(path, "cannot be made: " + error.message()));
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  const int lock = open((path + "/PROCESS").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return fail(refuse(path, std::string("cannot be written: ") + std::strerror(errno)));
  std::unique_ptr<DataFolder> folder(new DataFolder(lock));
  if (flock(lock, LOCK_EX | LOCK_NB) != 0)
    return fail(refuse(path, "is in use by another Pintle" + holder(lock) + "; stop it, or give this one its own folder with --data-dir"));
  PINTLE_TRY_VOID(check_format(path));
  const std::string pid = std::to_string(getpid());
  if (ftruncate(lock, 0) != 0 || pwrite(lock, pid.data(), pid.size(), 0) < 0)
    return fail(refuse(path, std::string("cannot be written: ") + std::strerror(errno)));
  return folder;
}

DataFolder::~DataFolder() { close(lock_); }

}  // namespace pintle::store
