#include "server/audit_options.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/go_text.h"

namespace pintle::server {
namespace {

using Faults = std::vector<std::string>;

constexpr std::array<std::string_view, 3> kModes = {"batch", "blocking", "blocking-strict"};
constexpr std::array<std::string_view, 2> kFormats = {"legacy", "json"};

std::string joined(std::span<const std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) all.append(all.empty() ? "" : ",").append(text);
  return all;
}

// A float32 as Go's %v has it, in the range that people give.
std::string shown(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// The first fault of batching, as upstream tells only that.
std::string batch_fault(const std::string& plugin, const AuditBatchFlags& flags) {
  if (std::ranges::find(kModes, flags.mode) == kModes.end())
    return "invalid audit " + plugin + " mode " + flags.mode + ", allowed modes are " + go_quoted(joined(kModes));
  if (flags.mode != "batch") return "";
  const auto not_positive = [&](std::string_view what, const std::string& value) {
    return "invalid audit batch " + plugin + " " + std::string(what) + " " + value + ", must be a positive number";
  };
  if (flags.buffer_size <= 0) return not_positive("buffer size", std::to_string(flags.buffer_size));
  if (flags.max_size <= 0) return not_positive("max batch size", std::to_string(flags.max_size));
  if (!flags.throttle_enable) return "";
  if (flags.throttle_qps <= 0) return not_positive("throttle QPS", shown(flags.throttle_qps));
  if (flags.throttle_burst <= 0) return not_positive("throttle burst", std::to_string(flags.throttle_burst));
  return "";
}

std::string truncate_fault(const std::string& plugin, const AuditTruncateFlags& flags) {
  if (flags.max_event_size <= 0)
    return "invalid audit truncate " + plugin + " max event size " + std::to_string(flags.max_event_size) + ", must be a positive number";
  if (flags.max_batch_size < flags.max_event_size)
    return "invalid audit truncate " + plugin + " max batch size " + std::to_string(flags.max_batch_size) +
           ", must be greater than max event size (" + std::to_string(flags.max_event_size) + ")";
  return "";
}

std::string version_fault(const std::string& version) {
  if (std::ranges::count(version, '/') > 1) return "unexpected GroupVersion string: " + version;
  if (version == "audit.k8s.io/v1") return "";
  return R"(invalid group version, allowed versions are [{"audit.k8s.io" "v1"}])";
}

void check_delivery(const std::string& plugin, const AuditBatchFlags& batch, const AuditTruncateFlags& truncate, const std::string& version,
                    Faults& faults) {
  for (std::string fault : {batch_fault(plugin, batch), truncate_fault(plugin, truncate), version_fault(version)})
    if (!fault.empty()) faults.push_back(std::move(fault));
}

void check_not_negative(std::string_view flag, int64_t value, Faults& faults) {
  if (value < 0) faults.push_back("--" + std::string(flag) + " " + std::to_string(value) + " can't be a negative number");
}

void check_log(const AuditLogFlags& log, Faults& faults) {
  if (log.path.empty()) return;
  check_delivery("log", log.batch, log.truncate, log.version, faults);
  if (std::ranges::find(kFormats, log.format) == kFormats.end())
    faults.push_back("invalid audit log format " + log.format + ", allowed formats are " + go_quoted(joined(kFormats)));
  check_not_negative("audit-log-maxage", log.max_age, faults);
  check_not_negative("audit-log-maxbackup", log.max_backup, faults);
  check_not_negative("audit-log-maxsize", log.max_size, faults);
}

}  // namespace

void check_audit_options(const AuditOptions& options, Faults& faults) {
  check_log(options.log, faults);
  const AuditWebhookFlags& webhook = options.webhook;
  if (!webhook.config_file.empty()) check_delivery("webhook", webhook.batch, webhook.truncate, webhook.version, faults);
}

}  // namespace pintle::server
