// Proves where log lines go: the modes with a disk that works, fails or is stuck, batches, truncation, and files put aside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

#include "audit/backup_files.h"
#include "audit/event_writer.h"
#include "audit/log_backend.h"
#include "audit/throttle.h"
#include "base/test_folder.h"
#include "base/test_loop.h"

namespace pintle::audit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What a test sees of a sink and makes it do. Outlives the sink.
struct SinkControl {
  std::mutex mutex;
  std::condition_variable changed;
  bool stuck = false;
  bool failing = false;
  bool in_write = false;
  bool quick = false;
  std::vector<std::string> lines;
  std::vector<size_t> batches;

  void set_stuck(bool value) {
    std::lock_guard lock(mutex);
    stuck = value;
    changed.notify_all();
  }
  void wait_until_in_write() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return in_write; });
  }
};

class ControlledSink final : public EventSink {
 public:
  explicit ControlledSink(std::shared_ptr<SinkControl> control) : control_(std::move(control)) {}
  bool is_quick(size_t) const override { return control_->quick; }
  std::optional<Status> write(std::span<EventText> lines) override {
    std::unique_lock lock(control_->mutex);
    control_->in_write = true;
    control_->changed.notify_all();
    control_->changed.wait(lock, [this] { return !control_->stuck; });
    control_->in_write = false;
    if (control_->failing) return Status::unknown("no space left on device");
    control_->batches.push_back(lines.size());
    for (EventText& line : lines) {
      control_->lines.push_back(line.text);
      line.written = true;
    }
    return std::nullopt;
  }

 private:
  std::shared_ptr<SinkControl> control_;
};

class Log : public testing::Test {
 protected:
  std::unique_ptr<Backend> backend(LogOptions options) {
    return log_backend(options, std::make_unique<ControlledSink>(control_), audit_metrics_);
  }
  static Event event(std::string id, Level level = Level::kMetadata) {
    Event event;
    event.level = level;
    event.audit_id = std::move(id);
    return event;
  }
  bool counts(const std::string& line) const { return registry_.text().find(line) != std::string::npos; }

  std::shared_ptr<SinkControl> control_ = std::make_shared<SinkControl>();
  MetricsRegistry registry_;
  AuditMetrics audit_metrics_{registry_, Clock::system()};
  TestLoop loop_;
};

TEST_F(Log, BlockingWaitsForTheLine) {
  auto log = backend({.mode = Mode::kBlocking});
  EXPECT_TRUE(loop_.run(log->process(event("a"), loop_)));
  ASSERT_EQ(control_->lines.size(), 1);
  EXPECT_THAT(control_->lines[0],
              testing::StartsWith(R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"a",)"));
  EXPECT_THAT(control_->lines[0], testing::EndsWith("}\n"));
}

TEST_F(Log, BlockingHoldsTheRequestWhileTheDiskIsStuck) {
  control_->stuck = true;
  auto log = backend({.mode = Mode::kBlocking});
  bool done = false;
  const auto request = [](Backend& to, TestLoop& loop, const Event& event, bool& done) -> Task<void> {
    co_await to.process(event, loop);
    done = true;
  };
  const Event one = event("a");
  spawn(request(*log, loop_, one, done));
  control_->wait_until_in_write();
  loop_.run_until_idle();
  EXPECT_FALSE(done);
  control_->set_stuck(false);
  loop_.run(log->process(event("b"), loop_));
  EXPECT_TRUE(done);
}

TEST_F(Log, OnlyStrictRefusesWhatIsNotKept) {
  control_->failing = true;
  EXPECT_TRUE(loop_.run(backend({.mode = Mode::kBlocking})->process(event("a"), loop_)));
  EXPECT_FALSE(loop_.run(backend({.mode = Mode::kBlockingStrict})->process(event("a"), loop_)));
  EXPECT_TRUE(counts("apiserver_audit_error_total{plugin=\"log\"} 2"));
}

TEST_F(Log, BatchNeverWaitsAndCountsWhatItLoses) {
  control_->stuck = true;
  auto log = backend({.mode = Mode::kBatch, .batch = {.buffer_events = 3}});
  loop_.run(log->process(event("first"), loop_));
  control_->wait_until_in_write();
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(loop_.run(log->process(event(std::to_string(i)), loop_)));
  EXPECT_TRUE(counts("apiserver_audit_error_total{plugin=\"buffered\"} 2"));
  control_->set_stuck(false);
  log->stop();
  EXPECT_EQ(control_->lines.size(), 4);
}

TEST_F(Log, BatchesFillBeforeTheyAreWritten) {
  auto log = backend({.mode = Mode::kBatch, .batch = {.batch_events_max = 2, .wait_max = std::chrono::hours(1)}});
  for (int i = 0; i < 5; ++i) loop_.run(log->process(event(std::to_string(i)), loop_));
  log->stop();
  EXPECT_THAT(control_->batches, ElementsAre(2, 2, 1));
}

TEST_F(Log, AStuckDiskDoesNotKeepTheServerFromStopping) {
  control_->stuck = true;
  bool told = false;
  {
    EventWriter writer(std::make_unique<ControlledSink>(control_), {}, audit_metrics_);
    writer.write("a\n", [&](bool) { told = true; });
    control_->wait_until_in_write();
    writer.stop(std::chrono::milliseconds(0));
    EXPECT_FALSE(writer.offer("b\n"));
  }
  EXPECT_FALSE(told);
  control_->set_stuck(false);
}

TEST_F(Log, TooLargeEventsLoseTheirObjectsOrThemselves) {
  auto log = backend({.mode = Mode::kBlocking, .truncate = {.enabled = true, .event_bytes_max = 400}});
  Event large = event("large", Level::kRequest);
  large.request_object = "\"" + std::string(500, 'a') + "\"";
  loop_.run(log->process(large, loop_));
  ASSERT_EQ(control_->lines.size(), 1);
  EXPECT_THAT(control_->lines[0], testing::Not(HasSubstr("requestObject")));
  EXPECT_THAT(control_->lines[0], HasSubstr(R"("annotations":{"audit.k8s.io/truncated":"true"})"));
  loop_.run(log->process(event(std::string(500, 'b')), loop_));
  EXPECT_EQ(control_->lines.size(), 1);
  EXPECT_TRUE(counts("apiserver_audit_error_total{plugin=\"truncate\"} 1"));
}

TEST_F(Log, LegacyFormat) {
  auto log = backend({.format = LogFormat::kLegacy});
  loop_.run(log->process(event("a"), loop_));
  EXPECT_THAT(control_->lines[0], HasSubstr(" AUDIT: id=\"a\" stage=\"RequestReceived\""));
}

TEST(Throttle, LetsABurstGoAndThenSoManyASecond) {
  const auto begin = std::chrono::steady_clock::time_point();
  Throttle throttle(10, 2, begin);
  EXPECT_EQ(throttle.take(begin).count(), 0);
  EXPECT_EQ(throttle.take(begin).count(), 0);
  EXPECT_EQ(throttle.take(begin).count(), 100);
  EXPECT_EQ(throttle.take(begin + std::chrono::seconds(5)).count(), 0);
}

// Files.

class FixedClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return at; }
  std::chrono::steady_clock::time_point steady() const override { return {}; }
  std::chrono::system_clock::time_point at = std::chrono::system_clock::from_time_t(1'700'000'000);
};

std::string contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<EventText> lines(std::initializer_list<std::string_view> texts) {
  std::vector<EventText> made;
  for (const std::string_view text : texts) made.push_back({.text = std::string(text), .on_done = nullptr});
  return made;
}

TEST(BackupFiles, NamesAreThoseOfLumberjack) {
  const auto when = std::chrono::system_clock::from_time_t(1'700'000'000) + std::chrono::milliseconds(7);
  EXPECT_EQ(backup_path("/log/audit.log", when), "/log/audit-2023-11-14T22-13-20.007.log");
  EXPECT_EQ(backup_path("audit", when), "audit-2023-11-14T22-13-20.007");
  EXPECT_EQ(backup_time("audit.log", "audit-2023-11-14T22-13-20.007.log"), when);
  EXPECT_EQ(backup_time("audit.log", "audit-2023-11-14T22-13-20.007.log.gz"), when);
  for (const std::string_view other : {"audit.log", "audit-2023-11-14T22-13-20.007", "other-2023-11-14T22-13-20.007.log",
                                       "audit-2023-11-14T22:13:20.007.log", "audit-yyyy-11-14T22-13-20.007.log"})
    EXPECT_EQ(backup_time("audit.log", other), std::nullopt) << other;
}

TEST(RotatingFile, FullFilesArePutAside) {
  const TestFolder folder;
  const std::string path = folder.path() + "/audit.log";
  FixedClock clock;
  const auto file = rotating_file({.path = path, .file_bytes_max = 8}, clock);
  auto five = lines({"abc\n", "def\n", "ghi\n", "too long\n", "jkl\n"});
  const auto error = file->write(five);
  EXPECT_EQ(contents(folder.path() + "/audit-2023-11-14T22-13-20.000.log"), "abc\ndef\n");
  EXPECT_EQ(contents(path), "ghi\njkl\n");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message(), "write length 9 exceeds maximum file size 8");
  EXPECT_FALSE(five[3].written);
  EXPECT_TRUE(five[4].written);
}

TEST(RotatingFile, GoesOnWhereItWasAndIsForItsOwnerOnly) {
  const TestFolder folder;
  const std::string path = folder.path() + "/new/folder/audit.log";
  ASSERT_TRUE(ensure_log_file(path));
  FixedClock clock;
  for (const std::string_view text : {"a\n", "b\n"}) {
    auto one = lines({text});
    EXPECT_EQ(rotating_file({.path = path, .file_bytes_max = 100}, clock)->write(one), std::nullopt);
  }
  EXPECT_EQ(contents(path), "a\nb\n");
  struct stat status = {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600);
  ASSERT_EQ(stat((folder.path() + "/new").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700);
}

TEST(RotatingFile, AFullDiskLeavesNoHalfLines) {
  auto one = lines({"a\n"});
  EXPECT_NE(plain_file_sink("/dev/full").value()->write(one), std::nullopt);
  EXPECT_FALSE(one[0].written);
}

TEST(Housekeeping, KeepsTheNewestAndCompressesThem) {
  const auto now = std::chrono::system_clock::from_time_t(1'700'000'000);
  const auto name = [&](int days, std::string_view suffix = "") {
    return backup_path("audit.log", now - std::chrono::days(days)) + std::string(suffix);
  };
  const std::vector<std::string> names = {"audit.log", "other", name(1), name(5, ".gz"), name(2, ".gz"), name(3), name(4)};
  const RotationOptions by_number{.path = "/log/audit.log", .files_max = 3, .compress = true};
  const Housekeeping plan = plan_housekeeping(by_number, names, now);
  EXPECT_THAT(plan.remove, ElementsAre(name(4), name(5, ".gz")));
  EXPECT_THAT(plan.compress, ElementsAre(name(1), name(3)));
  const RotationOptions by_age{.path = "/log/audit.log", .age_max = std::chrono::days(3)};
  EXPECT_THAT(plan_housekeeping(by_age, names, now).remove, ElementsAre(name(4), name(5, ".gz")));
  const RotationOptions all{.path = "/log/audit.log"};
  EXPECT_TRUE(plan_housekeeping(all, names, now).remove.empty());
}

TEST(Housekeeping, FilesPutAsideAreCompressed) {
  const TestFolder folder;
  const std::string aside = folder.path() + "/audit-2023-11-14T22-13-20.000.log";
  std::ofstream(aside) << "a line\n";
  FixedClock clock;
  std::string text;
  {
    const auto file = rotating_file({.path = folder.path() + "/audit.log", .file_bytes_max = 100, .compress = true}, clock);
    auto one = lines({"b\n"});
    file->write(one);  // opens the file, which begins the housekeeping
    while (std::filesystem::exists(aside)) std::this_thread::yield();
  }
  gzFile compressed = gzopen((aside + ".gz").c_str(), "rb");
  ASSERT_NE(compressed, nullptr);
  char buffer[64];
  text.assign(buffer, static_cast<size_t>(gzread(compressed, buffer, sizeof buffer)));
  gzclose(compressed);
  EXPECT_EQ(text, "a line\n");
}

}  // namespace
}  // namespace pintle::audit
