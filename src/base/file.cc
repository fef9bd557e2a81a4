#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

namespace pintle {
namespace {

std::unexpected<Status> failure(std::string_view operation, const std::string& path) {
  std::string why = std::strerror(errno);
  why[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(why[0])));
  return fail(Status::service_unavailable(std::string(operation) + " " + path + ": " + why));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> make_folders(const std::string& folder) {
  for (size_t at = folder.find('/', 1); true; at = folder.find('/', at + 1)) {
    std::string part = folder.substr(0, at);
    if (mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) return failure("mkdir", part);
    if (at == std::string::npos) return {};
  }
}

Result<void> write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure("write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

// A file beside its final place. Removed unless it was put there.
class Draft {
 public:
  static Result<Draft> write(const FileContent& file) {
    Draft draft(file.path);
    unlink(draft.path_.c_str());  // left by a process that was killed
    draft.file_ = Descriptor(open(draft.path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!draft.file_.valid()) return failure("open", draft.path_);
    PINTLE_TRY_VOID(write_all(draft.file_.get(), file.bytes, draft.path_));
    if (fchmod(draft.file_.get(), file.mode) != 0) return failure("chmod", draft.path_);
    return draft;
  }
  Draft(Draft&& other) noexcept
      : final_path_(std::move(other.final_path_)), path_(std::exchange(other.path_, "")), file_(std::move(other.file_)) {}
  ~Draft() {
    if (!path_.empty()) unlink(path_.c_str());
  }

  Result<void> sync() const {
    if (fsync(file_.get()) != 0) return failure("sync", path_);
    return {};
  }
  Result<void> put_in_place() {
    if (rename(path_.c_str(), final_path_.c_str()) != 0) return failure("rename", path_);
    path_.clear();
    return {};
  }

 private:
  explicit Draft(const std::string& final_path)
      : final_path_(final_path), path_(final_path + "." + std::to_string(getpid()) + ".new"), file_(-1) {}
  std::string final_path_;
  std::string path_;
  Descriptor file_;
};

}  // namespace

Result<std::string> read_file(const std::string& path) {
  Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return failure("open", path);
  std::string bytes;
  char buffer[16 << 10];
  while (true) {
    ssize_t count = read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure("read", path);
    if (count == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(count));
    if (bytes.size() > kFileBytesMax) {
      errno = EFBIG;
      return failure("read", path);
    }
  }
}

namespace {

bool is_there(const FileContent& file) {
  struct stat info;
  if (stat(file.path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  if ((info.st_mode & 07777) != file.mode || static_cast<size_t>(info.st_size) != file.bytes.size()) return false;
  auto bytes = read_file(file.path);
  return bytes && *bytes == file.bytes;
}

}  // namespace

bool file_exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

Result<void> write_files(std::span<const FileContent> files) {
  std::set<std::string> folders;
  std::vector<Draft> drafts;
  for (const FileContent& file : files) {
    if (is_there(file)) continue;
    if (folders.insert(folder_of(file.path)).second) PINTLE_TRY_VOID(make_folders(folder_of(file.path)));
    PINTLE_TRY(Draft draft, Draft::write(file));
    drafts.push_back(std::move(draft));
  }
  for (const Draft& draft : drafts) PINTLE_TRY_VOID(draft.sync());
  for (Draft& draft : drafts) PINTLE_TRY_VOID(draft.put_in_place());
  for (const std::string& path : folders) {
    Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.valid() || fsync(folder.get()) != 0) return failure("sync", path);
  }
  return {};
}

}  // namespace pintle
