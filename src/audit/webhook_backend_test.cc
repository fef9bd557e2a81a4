// Proves what the audit webhook is sent, and when: lists of a batch's size, tried again after every fault, lost and counted in the end.
#include "audit/webhook_backend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "base/test_loop.h"

namespace pintle::audit {
namespace {

using testing::HasSubstr;

class Service final : public net::Client {
 public:
  Task<Result<net::ClientResponse>> send(net::ClientRequest request) override {
    std::lock_guard lock(mutex_);
    bodies.emplace_back(request.body.view());
    const bool fails = failures > 0;
    if (fails) --failures;
    co_return net::ClientResponse{.status = fails ? 400 : 200, .body = Bytes::constant("{}")};
  }
  std::vector<std::string> bodies;
  int failures = 0;

 private:
  std::mutex mutex_;
};

class AuditWebhook : public testing::Test {
 protected:
  std::unique_ptr<Backend> backend(WebhookOptions options) {
    auto endpoint = webhook::Endpoint::create({.server = "http://audit.example"}, service_, files_);
    EXPECT_TRUE(endpoint);
    options.drain_time = std::chrono::milliseconds(0);  // the test turns the loop itself
    return webhook_backend(options, *std::move(endpoint), loop_, metrics_);
  }
  static Event event(std::string id) {
    Event event;
    event.level = Level::kMetadata;
    event.audit_id = std::move(id);
    return event;
  }
  Task<void> send(Backend& to, bool& kept) {
    const Event one = event("a");
    kept = co_await to.process(one, loop_);
  }
  // Stops taking events, so that the writer hands over what it has, and turns the loop until that is sent.
  void drain(Backend& backend) {
    backend.stop();
    for (int i = 0; i < 1'000'000 && service_.bodies.empty(); ++i) {
      loop_.run_until_idle();
      std::this_thread::yield();
    }
    loop_.run_until_idle();
  }
  bool counts(const std::string& line) const { return registry_.text().find(line) != std::string::npos; }

  FileWatcher files_;
  Service service_;
  MetricsRegistry registry_;
  AuditMetrics metrics_{registry_, Clock::system()};
  TestLoop loop_;
};

TEST_F(AuditWebhook, BlockingSendsAListOfOne) {
  auto webhook = backend({.mode = Mode::kBlockingStrict});
  EXPECT_TRUE(loop_.run(webhook->process(event("a"), loop_)));
  ASSERT_EQ(service_.bodies.size(), 1);
  EXPECT_THAT(service_.bodies[0], testing::StartsWith(R"({"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},)"
                                                      R"("items":[{"level":"Metadata","auditID":"a",)"));
  EXPECT_THAT(service_.bodies[0], testing::EndsWith("}]}"));
}

TEST_F(AuditWebhook, EveryFaultIsTriedAgainAndThenCounted) {
  service_.failures = 2;
  auto webhook = backend({.mode = Mode::kBlockingStrict, .initial_backoff = std::chrono::milliseconds(0)});
  bool kept = false;
  loop_.post([&] { spawn(send(*webhook, kept)); });
  loop_.advance(std::chrono::seconds(1));
  EXPECT_TRUE(kept);
  EXPECT_EQ(service_.bodies.size(), 3);
  service_.failures = 5;
  loop_.post([&] { spawn(send(*webhook, kept)); });
  loop_.advance(std::chrono::seconds(1));
  EXPECT_FALSE(kept);
  EXPECT_TRUE(counts("apiserver_audit_error_total{plugin=\"webhook\"} 1"));
}

TEST_F(AuditWebhook, BatchesAreSentAsOneList) {
  auto webhook = backend({.mode = Mode::kBatch, .batch = {.batch_events_max = 2, .wait_max = std::chrono::hours(1)}});
  EXPECT_TRUE(loop_.run(webhook->process(event("a"), loop_)));
  EXPECT_TRUE(loop_.run(webhook->process(event("b"), loop_)));
  drain(*webhook);
  ASSERT_EQ(service_.bodies.size(), 1);
  EXPECT_THAT(service_.bodies[0], HasSubstr(R"("auditID":"a")"));
  EXPECT_THAT(service_.bodies[0], HasSubstr(R"(},{"level":"Metadata","auditID":"b")"));
}

}  // namespace
}  // namespace pintle::audit
