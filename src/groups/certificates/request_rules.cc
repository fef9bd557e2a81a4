#include "groups/certificates/request_rules.h"

#include <algorithm>
#include <set>

#include "api/metadata_rules.h"
#include "auth/certificate_request.h"
#include "groups/certificates/certificates.h"
#include "groups/core/signer_name.h"
#include "groups/internal_json.h"
#include "object/base64.h"
#include "object/equality.h"
#include "object/time.h"
#include "object/unified_diff.h"

namespace pintle::certificates {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::ObjectMeta;
using object::quoted;
using Request = v1::CertificateSigningRequest;
using Condition = v1::CertificateSigningRequestCondition;
using Conditions = object::ListView<Condition>;

constexpr std::string_view kLegacySigner = "kubernetes.io/legacy-unknown";
constexpr int32_t kExpirationSecondsMin = 600;
constexpr std::string_view kApproved = "Approved";
constexpr std::string_view kDenied = "Denied";
constexpr std::string_view kFailed = "Failed";
constexpr std::string_view kStatuses[] = {"False", "True", "Unknown"};
constexpr std::string_view kTrueOnly[] = {"True"};
constexpr std::string_view kUsages[] = {
    "any",           "cert sign",         "client auth",      "code signing",  "content commitment", "crl sign",     "data encipherment",
    "decipher only", "digital signature", "email protection", "encipher only", "ipsec end system",   "ipsec tunnel", "ipsec user",
    "key agreement", "key encipherment",  "microsoft sgc",    "netscape sgc",  "ocsp signing",       "s/mime",       "server auth",
    "signing",       "timestamping"};

ObjectMeta meta_of(Request request) { return ObjectMeta(request.metadata().node()); }

FieldPath conditions_path() { return FieldPath("status").child("conditions"); }

bool is_known_usage(std::string_view usage) { return std::ranges::find(kUsages, usage) != std::end(kUsages); }

std::string printed_bytes(bool present, std::string_view bytes) {
  if (!present) return "null";
  std::string text(object::base64_bytes(bytes.size()), '\0');
  object::put_base64(bytes, text.data());
  return quoted(text);
}

void validate_usages(v1::CertificateSigningRequestSpec spec, const RequestRules& rules, const FieldPath& path, ErrorList& errors) {
  if (spec.usages().empty()) errors.required(path, "");
  if (!rules.allow_unknown_usages)
    for (auto [index, usage] : spec.usages().enumerate())
      if (!is_known_usage(usage)) errors.not_supported(path.index(index), json_quoted(usage), kUsages);
  if (rules.allow_duplicate_usages) return;
  std::set<std::string_view> seen;
  for (auto [index, usage] : spec.usages().enumerate())
    if (!seen.insert(usage).second) errors.duplicate(path.index(index), json_quoted(usage));
}

void validate_condition(Condition condition, const RequestRules& rules, const FieldPath& path, ErrorList& errors) {
  const std::string_view type = condition.type();
  if (type.empty() && !rules.allow_empty_condition_type) errors.required(path.child("type"), "");
  const bool only_true = type == kApproved || type == kDenied || type == kFailed;
  const std::span<const std::string_view> statuses = only_true ? std::span<const std::string_view>(kTrueOnly) : std::span(kStatuses);
  if (condition.status().empty())
    errors.required(path.child("status"), "");
  else if (std::ranges::find(statuses, condition.status()) == statuses.end())
    errors.not_supported(path.child("status"), json_quoted(condition.status()), statuses);
}

void validate_conditions(Conditions conditions, const RequestRules& rules, ErrorList& errors) {
  const FieldPath path = conditions_path();
  std::set<std::string_view> seen;
  std::set<std::string_view> decisions;
  for (auto [index, condition] : conditions.enumerate()) {
    const std::string_view type = condition.type();
    validate_condition(condition, rules, path.index(index), errors);
    if (!rules.allow_both_approved_and_denied && (type == kApproved || type == kDenied)) {
      decisions.insert(type);
      if (decisions.size() > 1) errors.invalid(path, json_quoted(type), "Approved and Denied conditions are mutually exclusive");
    }
    if (!seen.insert(type).second && !rules.allow_duplicate_condition_types)
      errors.duplicate(path.index(index).child("type"), json_quoted(type));
  }
}

std::vector<Condition> find_conditions(Request request, std::string_view type) {
  std::vector<Condition> found;
  for (const Condition condition : request.status().conditions())
    if (condition.type() == type) found.push_back(condition);
  return found;
}

bool same_conditions(const std::vector<Condition>& left, const std::vector<Condition>& right) {
  return std::ranges::equal(left, right,
                            [](Condition a, Condition b) { return object::semantic_equal(Condition::schema_type(), a.node(), b.node()); });
}

// As a Go slice, one space of indent.
std::string printed(const std::vector<Condition>& conditions) {
  std::string text = "[";
  for (const Condition condition : conditions) {
    text.append(text.size() > 1 ? "," : "").append("\n ");
    for (const char c : groups::internal_json(condition)) {
      text += c;
      if (c == '\n') text += ' ';
    }
  }
  return text + "\n]";
}

void validate_removals(Request request, Request old, ErrorList& errors) {
  for (const std::string_view type : {kApproved, kDenied, kFailed})
    if (find_conditions(request, type).size() < find_conditions(old, type).size())
      errors.forbidden(conditions_path(), "updates may not remove a condition of type " + quoted(type));
}

void validate_approval_is_kept(Request request, Request old, ErrorList& errors) {
  for (const std::string_view type : {kApproved, kDenied}) {
    const std::vector<Condition> before = find_conditions(old, type);
    const std::vector<Condition> after = find_conditions(request, type);
    if (after.size() > before.size())
      errors.forbidden(conditions_path(), "updates may not add a condition of type " + quoted(type));
    else if (after.size() == before.size() && !same_conditions(before, after))
      errors.forbidden(conditions_path(), "updates may not modify a condition of type " + quoted(type) + "\n" +
                                              object::unified_diff(printed(before), printed(after)));
  }
}

RequestRules rules_after(Request request, Request old) {
  RequestRules rules;
  std::set<std::string_view> types;
  for (const Condition condition : old.status().conditions()) {
    rules.allow_duplicate_condition_types = !types.insert(condition.type()).second || rules.allow_duplicate_condition_types;
    rules.allow_empty_condition_type = condition.type().empty() || rules.allow_empty_condition_type;
  }
  rules.allow_both_approved_and_denied = types.contains(kApproved) && types.contains(kDenied);
  rules.allow_legacy_signer_name = old.spec().signer_name() == kLegacySigner;
  rules.allow_arbitrary_certificate =
      request.status().certificate() == old.status().certificate() || !auth::check_certificates(old.status().certificate());
  std::set<std::string_view> usages;
  for (const std::string_view usage : old.spec().usages()) {
    rules.allow_unknown_usages = !is_known_usage(usage) || rules.allow_unknown_usages;
    rules.allow_duplicate_usages = !usages.insert(usage).second || rules.allow_duplicate_usages;
  }
  return rules;
}

}  // namespace

void validate_request(Request request, const RequestRules& rules, ErrorList& errors) {
  const v1::CertificateSigningRequestSpec spec = request.spec();
  const FieldPath path("spec");
  if (const auto checked = auth::check_certificate_request(spec.request()); !checked)
    errors.invalid(path.child("request"), printed_bytes(spec.has_request(), spec.request()), checked.error().message());
  validate_usages(spec, rules, path.child("usages"), errors);
  if (!rules.allow_legacy_signer_name && spec.signer_name() == kLegacySigner)
    errors.invalid(path.child("signerName"), quoted(spec.signer_name()), "the legacy signerName is not allowed via this API version");
  else
    core::validate_signer_name(spec.signer_name(), path.child("signerName"), errors);
  if (spec.expiration_seconds() && *spec.expiration_seconds() < kExpirationSecondsMin)
    errors.invalid(path.child("expirationSeconds"), std::to_string(*spec.expiration_seconds()),
                   "may not specify a duration less than 600 seconds (10 minutes)");
  validate_conditions(request.status().conditions(), rules, errors);
  if (rules.allow_arbitrary_certificate) return;
  if (const auto checked = auth::check_certificates(request.status().certificate()); !checked)
    errors.invalid(FieldPath("status").child("certificate"), quoted("<certificate data>"), checked.error().message());
}

void validate_request_update(Request request, Request old, RequestUpdate update, ErrorList& errors) {
  api::validate_metadata(kCertificateSigningRequest, meta_of(request), errors);
  validate_request(request, rules_after(request, old), errors);
  validate_removals(request, old, errors);
  if (update != RequestUpdate::kApproval) validate_approval_is_kept(request, old, errors);
  const std::string_view certificate = request.status().certificate();
  const std::string_view old_certificate = old.status().certificate();
  if (certificate != old_certificate) {
    const FieldPath path = FieldPath("status").child("certificate");
    if (update != RequestUpdate::kStatus)
      errors.forbidden(path, "updates may not set certificate content");
    else if (!old_certificate.empty())
      errors.forbidden(path, "updates may not modify existing certificate content");
  }
  api::validate_metadata_update(kCertificateSigningRequest, meta_of(request), meta_of(old), errors);
}

void keep_approval(v1::CertificateSigningRequestMut request, Request old) {
  for (const std::string_view type : {kApproved, kDenied}) {
    const std::vector<Condition> before = find_conditions(old, type);
    const std::vector<Condition> after = find_conditions(request, type);
    if (before.size() != after.size()) continue;
    for (size_t i = 0; i < after.size(); ++i) {
      auto* node = const_cast<object::Value*>(after[i].node());
      *node = object::deep_copy(*before[i].node(), request.arena()).with_field(node->field());
    }
  }
}

void set_condition_times(v1::CertificateSigningRequestMut request, Request old, int64_t now_seconds) {
  const std::string now = object::format_time({.seconds = now_seconds});
  const auto last_transition = [&](Condition condition) -> std::string_view {
    for (const Condition before : old.status().conditions())
      if (before.type() == condition.type() && before.status() == condition.status() && !before.last_transition_time().empty())
        return before.last_transition_time();
    return now;
  };
  for (const v1::CertificateSigningRequestConditionMut condition : request.status().conditions()) {
    if (condition.last_update_time().empty()) condition.set_last_update_time(now);
    if (condition.last_transition_time().empty()) condition.set_last_transition_time(last_transition(condition));
  }
}

}  // namespace pintle::certificates
