#include "audit/rotating_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "audit/backup_files.h"
#include "audit/housekeeper.h"

namespace pintle::audit {
namespace {

constexpr mode_t kFileMode = 0600;

Status failed(std::string_view what, const std::string& path) {
  return Status::unknown(std::string(what) + " " + path + ": " + strerror(errno));
}

class RotatingFile final : public EventSink {
 public:
  RotatingFile(RotationOptions options, const Clock& clock) : options_(std::move(options)), clock_(clock), housekeeper_(options_, clock) {}
  ~RotatingFile() override { close_file(); }

  bool is_quick(size_t bytes) const override { return regular_ && size_ + bytes <= options_.file_bytes_max; }
  std::optional<Status> write(std::span<EventText> lines) override {
    std::optional<Status> error;
    while (!lines.empty()) {
      const size_t count = lines_that_fit(lines);
      if (auto written = write_together(lines.first(count)); !written) error = written.error();
      lines = lines.subspan(count);
    }
    return error;
  }

 private:
  // As many lines as go into the file as it is; at least one, for which it may have to be put aside.
  size_t lines_that_fit(std::span<const EventText> lines) const {
    size_t bytes = size_ + lines[0].text.size();
    size_t count = 1;
    while (count < lines.size() && bytes + lines[count].text.size() <= options_.file_bytes_max) bytes += lines[count++].text.size();
    return count;
  }

  Result<void> write_together(std::span<EventText> lines) {
    std::string together;
    for (const EventText& line : lines) together += line.text;
    if (together.size() > options_.file_bytes_max)
      return fail(Status::unknown("write length " + std::to_string(together.size()) + " exceeds maximum file size " +
                                  std::to_string(options_.file_bytes_max)));
    PINTLE_TRY_VOID(make_room(together.size()));
    if (!write_whole(descriptor_, together)) {
      const Status error = failed("write", options_.path);
      // Half a line would spoil the next one, too.
      if (ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) close_file();
      return fail(error);
    }
    size_ += together.size();
    for (EventText& line : lines) line.written = true;
    return {};
  }

  Result<void> make_room(size_t bytes) {
    if (descriptor_ < 0) PINTLE_TRY_VOID(open_file());
    if (size_ == 0 || size_ + bytes <= options_.file_bytes_max) return {};
    return rotate();
  }

  Result<void> open_file() {
    descriptor_ = open(options_.path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, kFileMode);
    struct stat status = {};
    if (descriptor_ < 0 || fstat(descriptor_, &status) != 0) return fail(failed("open", options_.path));
    size_ = static_cast<size_t>(status.st_size);
    regular_ = S_ISREG(status.st_mode);
    housekeeper_.wake();
    return {};
  }

  Result<void> rotate() {
    close_file();
    const std::string aside = backup_path(options_.path, clock_.now());
    if (rename(options_.path.c_str(), aside.c_str()) != 0 && errno != ENOENT) return fail(failed("can't rename log file", options_.path));
    return open_file();
  }

  void close_file() {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
    size_ = 0;
    regular_ = false;
  }

  const RotationOptions options_;
  const Clock& clock_;
  int descriptor_ = -1;
  size_t size_ = 0;
  bool regular_ = false;
  Housekeeper housekeeper_;
};

}  // namespace

std::unique_ptr<EventSink> rotating_file(RotationOptions options, const Clock& clock) {
  return std::make_unique<RotatingFile>(std::move(options), clock);
}

}  // namespace pintle::audit
