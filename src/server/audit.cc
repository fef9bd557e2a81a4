#include "server/audit.h"

#include "api/version.h"
#include "audit/log_backend.h"
#include "base/log.h"

namespace pintle::server {
namespace {

constexpr int64_t kMegabyteBytes = 1 << 20;

audit::Mode mode_of(const AuditBatchFlags& flags) {
  if (flags.mode == "batch") return audit::Mode::kBatch;
  return flags.mode == "blocking" ? audit::Mode::kBlocking : audit::Mode::kBlockingStrict;
}

audit::BatchOptions batch_of(const AuditBatchFlags& flags) {
  return {.buffer_events = static_cast<size_t>(flags.buffer_size),
          .batch_events_max = static_cast<size_t>(flags.max_size),
          .wait_max = flags.max_wait,
          .throttled = flags.throttle_enable,
          .batches_per_second = flags.throttle_qps,
          .burst_batches = static_cast<size_t>(flags.throttle_burst)};
}

audit::TruncateOptions truncate_of(const AuditTruncateFlags& flags) {
  return {.enabled = flags.enabled,
          .event_bytes_max = static_cast<size_t>(flags.max_event_size),
          .batch_bytes_max = static_cast<size_t>(flags.max_batch_size)};
}

audit::LogOptions log_of(const AuditLogFlags& flags) {
  return {.path = flags.path,
          .format = flags.format == "legacy" ? audit::LogFormat::kLegacy : audit::LogFormat::kJson,
          .mode = mode_of(flags.batch),
          .batch = batch_of(flags.batch),
          .truncate = truncate_of(flags.truncate),
          .rotation = {.file_bytes_max = static_cast<size_t>(flags.max_size * kMegabyteBytes),
                       .age_max = std::chrono::days(flags.max_age),
                       .files_max = static_cast<size_t>(flags.max_backup),
                       .compress = flags.compress}};
}

audit::WebhookOptions webhook_of(const AuditWebhookFlags& flags) {
  return {.mode = mode_of(flags.batch),
          .batch = batch_of(flags.batch),
          .truncate = truncate_of(flags.truncate),
          .initial_backoff = flags.initial_backoff};
}

}  // namespace

Result<std::unique_ptr<audit::Backend>> Audit::make_webhook(const AuditWebhookFlags& flags) {
  client_ = std::make_unique<net::HttpClient>(net::HttpClient::Options{
      .user_agent = net::default_user_agent("kube-apiserver", api::BuildInfo().git_version, api::BuildInfo().git_commit)});
  auto endpoint = webhook::Endpoint::load(flags.config_file, *client_, files_);
  if (!endpoint) return fail(Status::bad_request("initializing audit webhook: " + endpoint.error().message()));
  loops_ = net::LoopPool::start(1);
  return audit::webhook_backend(webhook_of(flags), *std::move(endpoint), loops_->at(0), metrics_);
}

// DIFFERS: upstream reads the policy at its start only.
void Audit::follow_policy(const std::string& path) {
  const auto replace = [this](const FileContents& now) -> Result<void> {
    PINTLE_TRY(Ref<const audit::Policy> policy, audit::parse_policy(Bytes::copy(now.front())));
    auditor_->set_policy(std::move(policy));
    log_info("The audit policy was read again");
    return {};
  };
  policy_watch_ = files_.watch(
      {.subject = "audit policy", .paths = {path}, .contents = read_files({path}).value_or(FileContents()), .on_change = replace});
}

Result<std::unique_ptr<Audit>> Audit::create(const AuditOptions& options, MetricsRegistry& metrics, const Clock& clock) {
  std::unique_ptr<Audit> made(new Audit(metrics, clock));
  if (options.policy_file.empty()) {
    if (!options.log.path.empty()) log_warning("No audit policy file provided, no events will be recorded for log backend");
    if (!options.webhook.config_file.empty()) log_warning("No audit policy file provided, no events will be recorded for webhook backend");
    return made;
  }
  PINTLE_TRY(Ref<const audit::Policy> policy, audit::load_policy(options.policy_file));
  std::vector<std::unique_ptr<audit::Backend>> backends;
  if (!options.log.path.empty()) {
    PINTLE_TRY(auto log, audit::open_log_backend(log_of(options.log), made->metrics_, clock));
    backends.push_back(std::move(log));
  }
  if (!options.webhook.config_file.empty()) {
    PINTLE_TRY(auto webhook, made->make_webhook(options.webhook));
    backends.push_back(std::move(webhook));
  }
  if (backends.empty()) return made;
  made->auditor_ = std::make_unique<audit::Auditor>(std::move(policy), std::move(backends), made->metrics_, clock);
  made->follow_policy(options.policy_file);
  return made;
}

void Audit::stop() {
  policy_watch_.reset();
  if (auditor_) auditor_->stop();
  if (client_) client_->stop();
  if (loops_) loops_->stop();
}

}  // namespace pintle::server
