#include "plugins/pod_security/policy.h"

#include <charconv>
#include <optional>

namespace pintle::plugins {
namespace {

using object::ErrorList;
using Labels = object::MapView<std::string_view>;

constexpr std::string_view kPrefix = "pod-security.kubernetes.io/";
constexpr std::string_view kLevels[] = {"privileged", "baseline", "restricted"};

std::optional<PodSecurityLevel> parse_level(std::string_view text) {
  for (size_t i = 0; i < std::size(kLevels); ++i)
    if (kLevels[i] == text) return static_cast<PodSecurityLevel>(i);
  return std::nullopt;
}

// "latest", "v1.30"; no leading zeros.
std::optional<int> parse_version(std::string_view text) {
  if (text == "latest") return kLatestMinor;
  if (!text.starts_with("v1.")) return std::nullopt;
  text.remove_prefix(3);
  if (text.empty() || (text.size() > 1 && text[0] == '0') || text[0] == '-') return std::nullopt;
  int minor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minor);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(minor) : std::nullopt;
}

enum class Read : uint8_t { kAbsent, kValid, kInvalid };

// Reads the labels of one mode into `standard`.
class Mode {
 public:
  Mode(Labels labels, std::string_view name, ErrorList& errors) : labels_(labels), name_(name), errors_(errors) {}

  Read level(PodSecurityLevel if_invalid, PodSecurityLevel& level) const {
    const std::string label = std::string(kPrefix) + std::string(name_);
    if (!labels_.contains(label)) return Read::kAbsent;
    const auto parsed = parse_level(labels_.get(label));
    level = parsed.value_or(if_invalid);
    if (parsed) return Read::kValid;
    report(label, "must be one of privileged, baseline, restricted");
    return Read::kInvalid;
  }

  Read version(int& minor) const {
    const std::string label = std::string(kPrefix) + std::string(name_) + "-version";
    if (!labels_.contains(label)) return Read::kAbsent;
    const auto parsed = parse_version(labels_.get(label));
    minor = parsed.value_or(kLatestMinor);
    if (parsed) return Read::kValid;
    report(label, R"(must be "latest" or "v1.x")");
    return Read::kInvalid;
  }

 private:
  void report(std::string_view label, std::string_view why) const {
    errors_.invalid(object::FieldPath("metadata").child("labels").key(label), object::quoted(labels_.get(label)), why);
  }

  Labels labels_;
  std::string_view name_;
  ErrorList& errors_;
};

}  // namespace

std::string to_string(const PodSecurityStandard& standard) {
  const std::string version = standard.minor == kLatestMinor ? "latest" : "v1." + std::to_string(standard.minor);
  return std::string(kLevels[static_cast<size_t>(standard.level)]) + ":" + version;
}

bool PodSecurityPolicy::is_privileged() const {
  return enforce.level == PodSecurityLevel::kPrivileged && audit.level == PodSecurityLevel::kPrivileged &&
         warn.level == PodSecurityLevel::kPrivileged;
}

PodSecurityPolicy read_policy(Labels labels, ErrorList& errors) {
  PodSecurityPolicy policy;
  if (labels.empty()) return policy;
  const Mode enforce(labels, "enforce", errors);
  const Mode audit(labels, "audit", errors);
  const Mode warn(labels, "warn", errors);
  const Read enforced = enforce.level(PodSecurityLevel::kRestricted, policy.enforce.level);
  enforce.version(policy.enforce.minor);
  audit.level(PodSecurityLevel::kPrivileged, policy.audit.level);
  audit.version(policy.audit.minor);
  const Read warned = warn.level(PodSecurityLevel::kPrivileged, policy.warn.level);
  const Read warned_version = warn.version(policy.warn.minor);

  // What is enforced is warned about, too: of the workloads that only make Pods later.
  if (warned == Read::kAbsent && enforced == Read::kValid && policy.enforce.level > policy.warn.level) {
    policy.warn.level = policy.enforce.level;
    if (warned_version == Read::kAbsent) policy.warn.minor = policy.enforce.minor;
  }
  return policy;
}

}  // namespace pintle::plugins
