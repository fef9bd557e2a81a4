#include "audit/webhook_backend.h"

#include <condition_variable>
#include <mutex>

#include "audit/event_writer.h"
#include "base/log.h"

namespace pintle::audit {
namespace {

constexpr std::string_view kListBegin = R"({"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[)";
constexpr std::string_view kListEnd = "]}";

std::string list_of(std::span<const EventText> items) {
  std::string list(kListBegin);
  for (const EventText& item : items) {
    if (list.back() != '[') list += ',';
    list += item.text;
  }
  return list.append(kListEnd);
}

// Sends lists; shared by the backend and the writer's thread, and by calls that outlast both.
class Sender {
 public:
  Sender(const WebhookOptions& options, std::unique_ptr<webhook::Endpoint> endpoint, AuditMetrics& metrics)
      : call_{.backoff = {.first = options.initial_backoff, .after_every_fault = true}},
        endpoint_(std::move(endpoint)),
        metrics_(metrics) {}

  // On a loop. True when the service has it.
  Task<bool> send(std::string list, size_t events) {
    const Result<Bytes> answer = co_await endpoint_->post(Bytes::take(std::move(list)), call_);
    if (!answer && !abandoned()) metrics_.lost("webhook", events, answer.error());
    co_return answer.has_value();
  }

  void begun() {
    std::lock_guard lock(mutex_);
    ++under_way_;
  }
  void ended() {
    std::lock_guard lock(mutex_);
    --under_way_;
    ended_.notify_all();
  }
  // What has not ended by then is left to itself.
  void wait(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    if (ended_.wait_for(lock, time, [this] { return under_way_ == 0; })) return;
    abandoned_ = true;
    log_error("The audit webhook does not answer; what is under way to it is lost", {{"lists", under_way_}});
  }

 private:
  bool abandoned() {
    std::lock_guard lock(mutex_);
    return abandoned_;
  }
  const webhook::Endpoint::Call call_;
  const std::unique_ptr<webhook::Endpoint> endpoint_;
  AuditMetrics& metrics_;
  std::mutex mutex_;
  std::condition_variable ended_;
  size_t under_way_ = 0;    // guarded by mutex_
  bool abandoned_ = false;  // guarded by mutex_
};

Task<void> send_and_tell(std::shared_ptr<Sender> sender, std::string list, size_t events) {
  co_await sender->send(std::move(list), events);
  sender->ended();
}

// Where the writer's thread leaves its batches.
class ListSink final : public EventSink {
 public:
  ListSink(std::shared_ptr<Sender> sender, Loop& loop, const TruncateOptions& truncate)
      : sender_(std::move(sender)), loop_(loop), bytes_max_(truncate.enabled ? truncate.batch_bytes_max : SIZE_MAX) {}

  std::optional<Status> write(std::span<EventText> items) override {
    while (!items.empty()) {
      const size_t count = items_that_fit(items);
      for (EventText& item : items.first(count)) item.written = true;
      sender_->begun();
      loop_.post([sender = sender_, list = list_of(items.first(count)), count]() mutable {
        spawn(send_and_tell(std::move(sender), std::move(list), count));
      });
      items = items.subspan(count);
    }
    return std::nullopt;
  }
  bool is_quick(size_t) const override { return false; }

 private:
  size_t items_that_fit(std::span<const EventText> items) const {
    size_t bytes = items[0].text.size();
    size_t count = 1;
    while (count < items.size() && bytes + items[count].text.size() <= bytes_max_) bytes += items[count++].text.size();
    return count;
  }

  std::shared_ptr<Sender> sender_;
  Loop& loop_;
  const size_t bytes_max_;
};

class WebhookBackend final : public Backend {
 public:
  WebhookBackend(const WebhookOptions& options, const std::shared_ptr<Sender>& sender, Loop& loop, AuditMetrics& metrics)
      : options_(options),
        sender_(sender),
        metrics_(metrics),
        writer_(std::make_unique<ListSink>(sender, loop, options.truncate), batch_of(options), metrics) {}

  Task<bool> process(const Event& event, Loop&) override {
    if (options_.mode == Mode::kBatch) {
      process_later(event);
      co_return true;
    }
    std::optional<std::string> item = item_of(event);
    if (!item) co_return true;
    EventText text{.text = *std::move(item), .on_done = nullptr};
    const bool sent = co_await sender_->send(list_of({&text, 1}), 1);
    co_return sent || options_.mode == Mode::kBlocking;
  }

  void process_later(const Event& event) override {
    if (std::optional<std::string> item = item_of(event)) writer_.offer(*std::move(item));
  }

  void stop() override {
    writer_.stop(options_.drain_time);
    sender_->wait(options_.drain_time);
  }

 private:
  static BatchOptions batch_of(const WebhookOptions& options) {
    BatchOptions batch = options.mode == Mode::kBatch ? options.batch : BatchOptions{};
    batch.exact = true;
    return batch;
  }

  std::optional<std::string> item_of(const Event& event) {
    std::optional<std::string> members = fitting_members(event, options_.truncate, metrics_);
    if (members) members->insert(members->begin(), '{');
    return members;
  }

  const WebhookOptions options_;
  const std::shared_ptr<Sender> sender_;
  AuditMetrics& metrics_;
  EventWriter writer_;
};

}  // namespace

std::unique_ptr<Backend> webhook_backend(const WebhookOptions& options, std::unique_ptr<webhook::Endpoint> endpoint, Loop& loop,
                                         AuditMetrics& metrics) {
  return std::make_unique<WebhookBackend>(options, std::make_shared<Sender>(options, std::move(endpoint), metrics), loop, metrics);
}

}  // namespace pintle::audit
