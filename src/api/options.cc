#include "api/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <expected>

#include "base/go_text.h"
#include "object/field_error.h"

namespace pintle::api {
namespace {

using object::ErrorList;
using object::FieldPath;

constexpr size_t kFieldManagerBytesMax = 128;  // meta/v1/validation.FieldManagerMaxLength

Result<std::optional<int64_t>> read_int(const Query& query, std::string_view name) {
  const std::string_view text = query.get(name);
  if (text.empty()) return std::nullopt;
  int64_t value = 0;
  const char* begin = text.data() + (text.front() == '+' ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range)
    return fail(Status::bad_request("strconv.ParseInt: parsing " + go_quoted(text) + ": value out of range"));
  if (error != std::errc() || end != text.data() + text.size())
    return fail(Status::bad_request("strconv.ParseInt: parsing " + go_quoted(text) + ": invalid syntax"));
  return value;
}

// Present and neither "false" nor "0" (in any case) is true, as upstream's query conversion has it.
std::optional<bool> read_bool(const Query& query, std::string_view name) {
  if (!query.has(name)) return std::nullopt;
  std::string value(query.get(name));
  std::ranges::transform(value, value.begin(), [](unsigned char c) { return std::tolower(c); });
  return value != "false" && value != "0";
}

// The list as upstream prints it in the error: ["a","b"].
std::string json_list(const std::vector<std::string_view>& values) {
  std::string text = "[";
  for (const std::string_view value : values) text.append(text.size() > 1 ? "," : "").append(go_quoted(value));
  return text + "]";
}

constexpr std::string_view kDryRunValues[] = {"All"};

bool validate_dry_run(const std::vector<std::string_view>& values, ErrorList& errors) {
  if (std::ranges::any_of(values, [](std::string_view value) { return value != "All"; }))
    errors.not_supported(FieldPath("dryRun"), json_list(values), kDryRunValues);
  return !values.empty();
}

bool is_printable(unsigned char c) { return c >= 0x20 && c != 0x7f; }

void validate_field_manager(std::string_view manager, ErrorList& errors) {
  const FieldPath path("fieldManager");
  if (manager.size() > kFieldManagerBytesMax) errors.too_long(path, kFieldManagerBytesMax);
  for (size_t i = 0; i < manager.size(); ++i) {
    if (is_printable(static_cast<unsigned char>(manager[i]))) continue;
    constexpr char kHex[] = "0123456789ABCDEF";
    const auto c = static_cast<unsigned char>(manager[i]);
    const std::string code = std::string("U+00") + kHex[c >> 4] + kHex[c & 15];
    errors.invalid(path, go_quoted(manager), "invalid character " + code + " (at position " + std::to_string(i) + ")");
  }
}

FieldValidation validate_field_validation(std::string_view value, ErrorList& errors) {
  constexpr std::string_view kValues[] = {"", "Ignore", "Strict", "Warn"};
  if (value == "Ignore") return FieldValidation::kIgnore;
  if (value == "Strict") return FieldValidation::kStrict;
  if (!value.empty() && value != "Warn") errors.not_supported(FieldPath("fieldValidation"), go_quoted(value), kValues);
  return FieldValidation::kWarn;
}

std::string_view options_name(WriteKind kind) {
  switch (kind) {
    case WriteKind::kCreate:
      return "CreateOptions";
    case WriteKind::kUpdate:
      return "UpdateOptions";
    case WriteKind::kPatch:
    case WriteKind::kApply:
      return "PatchOptions";
  }
  return "";
}

// What of DeleteOptions its validation reads, wherever it came from.
Result<DeleteOptions> checked_delete_options(DeleteOptions options, const std::optional<std::string_view>& propagation,
                                             const std::vector<std::string_view>& dry_run) {
  ErrorList errors;
  constexpr std::string_view kPolicies[] = {"Foreground", "Background", "Orphan", "nil"};
  if (options.orphan_dependents && propagation)
    errors.invalid(FieldPath("propagationPolicy"), go_quoted(*propagation), "orphanDependents and deletionPropagation cannot be both set");
  if (propagation) {
    if (*propagation == "Foreground")
      options.propagation = Propagation::kForeground;
    else if (*propagation == "Background")
      options.propagation = Propagation::kBackground;
    else if (*propagation == "Orphan")
      options.propagation = Propagation::kOrphan;
    else
      errors.not_supported(FieldPath("propagationPolicy"), go_quoted(*propagation), kPolicies);
  }
  options.dry_run = validate_dry_run(dry_run, errors);
  if (!errors.empty()) return fail(errors.to_status("meta.k8s.io", "DeleteOptions", ""));
  return options;
}

void validate_list_match(const ListOptions& options, ErrorList& errors) {
  const FieldPath path("resourceVersionMatch");
  const std::string_view match = options.resource_version_match;
  if (!match.empty()) {
    constexpr std::string_view kValues[] = {kExact, kNotOlderThan, ""};
    if (options.resource_version.empty()) errors.forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided");
    if (!options.continue_token.empty()) errors.forbidden(path, "resourceVersionMatch is forbidden when continue is provided");
    if (match != kExact && match != kNotOlderThan) errors.not_supported(path, go_quoted(match), kValues);
    if (match == kExact && options.resource_version == "0")
      errors.forbidden(path, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
  }
  if (options.send_initial_events) errors.forbidden(FieldPath("sendInitialEvents"), "sendInitialEvents is forbidden for list");
}

void validate_watch_match(const ListOptions& options, ErrorList& errors) {
  const FieldPath path("resourceVersionMatch");
  const std::string_view match = options.resource_version_match;
  constexpr std::string_view kValues[] = {kNotOlderThan};
  if (options.send_initial_events && match != kNotOlderThan)
    errors.forbidden(path, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  if (match.empty()) return;
  if (!options.send_initial_events)
    errors.forbidden(path, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
  if (match != kNotOlderThan) errors.not_supported(path, go_quoted(match), kValues);
  if (!options.continue_token.empty()) errors.forbidden(path, "resourceVersionMatch is forbidden when continue is provided");
}

const object::Value* member(const object::Value& value, const schema::Type& type, std::string_view name) {
  const int index = type.find(name);
  return index < 0 ? nullptr : value.get(static_cast<uint16_t>(index));
}

}  // namespace

Result<WriteOptions> read_write_options(const Query& query, WriteKind kind) {
  WriteOptions options;
  ErrorList errors;
  options.field_manager = query.get("fieldManager");
  const std::optional<bool> force = read_bool(query, "force");
  options.force = force.value_or(false);
  if (kind == WriteKind::kApply && options.field_manager.empty()) errors.required(FieldPath("fieldManager"), "is required for apply patch");
  if (kind == WriteKind::kPatch && force) errors.forbidden(FieldPath("force"), "may not be specified for non-apply patch");
  validate_field_manager(options.field_manager, errors);
  options.dry_run = validate_dry_run(query.all("dryRun"), errors);
  options.field_validation = validate_field_validation(query.get("fieldValidation"), errors);
  if (!errors.empty()) return fail(errors.to_status("meta.k8s.io", options_name(kind), ""));
  return options;
}

Result<DeleteOptions> read_delete_options(const Query& query) {
  DeleteOptions options;
  PINTLE_TRY(options.grace_period_seconds, read_int(query, "gracePeriodSeconds"));
  options.orphan_dependents = read_bool(query, "orphanDependents");
  std::optional<std::string_view> propagation;
  if (query.has("propagationPolicy")) propagation = query.get("propagationPolicy");
  return checked_delete_options(std::move(options), propagation, query.all("dryRun"));
}

Result<DeleteOptions> read_delete_options(const object::Value& body, const schema::Type& type) {
  DeleteOptions options;
  if (const auto* grace = member(body, type, "gracePeriodSeconds")) options.grace_period_seconds = grace->as_int();
  if (const auto* orphan = member(body, type, "orphanDependents")) options.orphan_dependents = orphan->as_bool();
  std::optional<std::string_view> propagation;
  if (const auto* policy = member(body, type, "propagationPolicy")) propagation = policy->as_string();
  std::vector<std::string_view> dry_run;
  if (const auto* list = member(body, type, "dryRun"))
    for (const object::Value& item : list->items()) dry_run.push_back(item.as_string());
  const int preconditions_index = type.find("preconditions");
  if (const auto* preconditions = member(body, type, "preconditions")) {
    const schema::Type& preconditions_type = *type.fields[static_cast<size_t>(preconditions_index)].type;
    if (const auto* uid = member(*preconditions, preconditions_type, "uid")) options.precondition_uid = uid->as_string();
    if (const auto* version = member(*preconditions, preconditions_type, "resourceVersion"))
      options.precondition_resource_version = version->as_string();
  }
  return checked_delete_options(std::move(options), propagation, dry_run);
}

Result<ListOptions> read_list_options(const Query& query) {
  ListOptions options;
  options.label_selector = query.get("labelSelector");
  options.field_selector = query.get("fieldSelector");
  options.watch = read_bool(query, "watch").value_or(false);
  options.allow_bookmarks = read_bool(query, "allowWatchBookmarks").value_or(false);
  options.resource_version = query.get("resourceVersion");
  options.resource_version_match = query.get("resourceVersionMatch");
  PINTLE_TRY(options.timeout_seconds, read_int(query, "timeoutSeconds"));
  PINTLE_TRY(const std::optional<int64_t> limit, read_int(query, "limit"));
  options.limit = limit.value_or(0);
  options.continue_token = query.get("continue");
  options.send_initial_events = read_bool(query, "sendInitialEvents");
  const bool any_version = options.resource_version.empty() || options.resource_version == "0";
  if (options.watch && any_version && !options.send_initial_events && options.resource_version_match.empty()) {
    options.send_initial_events = true;
    options.resource_version_match = kNotOlderThan;
  }
  return options;
}

Result<void> validate_list_options(const ListOptions& options) {
  ErrorList errors;
  if (options.watch)
    validate_watch_match(options, errors);
  else
    validate_list_match(options, errors);
  if (!errors.empty()) return fail(errors.to_status("meta.k8s.io", "ListOptions", ""));
  return {};
}

namespace {

// A number as Go's strconv.ParseUint takes it, or its words.
std::expected<int64_t, std::string> parse_uint(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return static_cast<int64_t>(value & INT64_MAX);
  const bool too_large = error == std::errc::result_out_of_range;
  return std::unexpected("strconv.ParseUint: parsing " + go_quoted(text) + (too_large ? ": value out of range" : ": invalid syntax"));
}

}  // namespace

Result<int64_t> parse_resource_version(std::string_view text) {
  if (text.empty()) return 0;
  const auto version = parse_uint(text);
  if (version) return *version;
  return fail(Status::bad_request("invalid resource version: resourceVersion: Invalid value: " + go_quoted(text) + ": " + version.error()));
}

Result<int64_t> parse_object_version(std::string_view text) {
  if (text.empty()) return 0;
  const auto version = parse_uint(text);
  if (version) return *version;
  return fail(Status::unknown(version.error()));
}

}  // namespace pintle::api
