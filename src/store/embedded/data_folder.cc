#include "store/embedded/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/file.h"

namespace pintle::store::embedded {
namespace {

constexpr std::string_view kFormatName = "FORMAT";
constexpr std::string_view kFormatWord = "pintle-store ";
constexpr std::string_view kLockName = "lock";
constexpr std::string_view kDatabaseName = "rocksdb";

Status refused(const std::string& path, const std::string& what) {
  return Status::service_unavailable("data folder \"" + path + "\": " + what);
}

// Who wrote into the lock file; "" when nobody can be made out.
std::string holder(int lock) {
  char text[32] = {};
  ssize_t size = ::pread(lock, text, sizeof text - 1, 0);
  std::string_view digits(text, size > 0 ? static_cast<size_t>(size) : 0);
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  return digits.empty() ? "" : " (process " + std::string(digits) + ")";
}

Result<int> lock_file(const std::string& path) {
  const std::string file = path + "/" + std::string(kLockName);
  int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return fail(refused(path, std::string("cannot make its lock file: ") + std::strerror(errno)));
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  std::string what = errno == EWOULDBLOCK
                         ? "another Pintle" + holder(lock) + " is running on it. Stop that one first, or choose another folder"
                         : std::string("cannot be locked: ") + std::strerror(errno);
  ::close(lock);
  return fail(refused(path, what));
}

}  // namespace

Result<DataFolder> DataFolder::open(const std::string& path) {
  std::error_code error;
  if (std::filesystem::create_directories(path, error)) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);  // it holds Secrets
  }
  if (error) return fail(refused(path, "cannot be made: " + error.message()));
  DataFolder folder(path);
  PINTLE_TRY_VOID(folder.check_format());  // before the lock's file is put into a folder that is not ours
  PINTLE_TRY(folder.lock_, lock_file(path));
  PINTLE_TRY_VOID(folder.check_format());
  const std::string process = std::to_string(::getpid()) + "\n";
  if (::ftruncate(folder.lock_, 0) != 0 || ::pwrite(folder.lock_, process.data(), process.size(), 0) < 0) {
    return fail(refused(path, std::string("cannot be written: ") + std::strerror(errno)));
  }
  return folder;
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<void> DataFolder::check_format() {
  const std::string file = path_ + "/" + std::string(kFormatName);
  new_ = !file_exists(file);
  if (new_) return check_empty();
  PINTLE_TRY(std::string text, read_file(file));
  std::string_view digits = text;
  int version = 0;
  if (digits.starts_with(kFormatWord)) {
    digits.remove_prefix(kFormatWord.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), version);
  }
  if (version == 0) return fail(refused(path_, "its file FORMAT is not Pintle's. Choose another folder"));
  if (version > kFormatVersion) {
    return fail(refused(path_, "has format " + std::to_string(version) + " of a newer Pintle; this one knows format " +
                                   std::to_string(kFormatVersion) + ". Run the newer Pintle, or choose another folder"));
  }
  if (!std::filesystem::exists(database())) {
    return fail(refused(path_, "its database is gone. Restore the folder from a backup, or empty it to begin anew"));
  }
  return {};
}

// What an interrupted making leaves is as good as nothing: no commit was acknowledged before mark().
Result<void> DataFolder::check_empty() const {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path_, error)) {
    const std::string name = entry.path().filename();
    if (name == kLockName || name == kDatabaseName || name == "lost+found") continue;
    return fail(refused(path_, name == "member" ? "is an etcd data folder. Choose a new or empty folder"
                                                : "is not Pintle's: it holds \"" + name + "\". Choose a new or empty folder"));
  }
  if (error) return fail(refused(path_, "cannot be read: " + error.message()));
  return {};
}

Result<void> DataFolder::mark() {
  const FileContent format{.path = path_ + "/" + std::string(kFormatName),
                           .bytes = std::string(kFormatWord) + std::to_string(kFormatVersion) + "\n"};
  PINTLE_TRY_VOID(write_files({&format, 1}));
  new_ = false;
  return {};
}

Status DataFolder::refusal(const std::string& what) const { return refused(path_, what); }

}  // namespace pintle::store::embedded
