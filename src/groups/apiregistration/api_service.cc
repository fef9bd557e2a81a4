// APIService: who serves a group and version: this server or another one behind it. Source: apiregistration.k8s.io/v1 APIService;
// k8s.io/kube-aggregator/pkg/registry/apiservice.
#include <algorithm>

#include "api/metadata_rules.h"
#include "groups/apiregistration/apiregistration.h"
#include "groups/hook.h"
#include "object/time.h"
#include "object/validation.h"
#include "views/apiregistration_v1_mut.h"

namespace pintle::apiregistration {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

constexpr int32_t kDefaultPort = 443;
constexpr int32_t kGroupPriorityMax = 20000;
constexpr int32_t kVersionPriorityMax = 1000;
constexpr std::string_view kConditionStatuses[] = {"True", "False", "Unknown"};

ObjectMeta meta_of(v1::APIService service) { return ObjectMeta(service.metadata().node()); }

// "True", or why not: "False (MissingEndpoints)".
std::string availability_of(v1::APIServiceStatus status) {
  for (const v1::APIServiceCondition condition : status.conditions()) {
    if (condition.type() != "Available") continue;
    std::string text(condition.status());
    if (text != "True" && !condition.reason().empty()) text.append(" (").append(condition.reason()).append(")");
    return text;
  }
  return "Unknown";
}

void row(v1::APIService service, int64_t now_seconds, api::Cells& cells) {
  const v1::ServiceReference reference = service.spec().service();
  cells.text(service.metadata().name());
  cells.text(reference.present() ? std::string(reference.namespace_()) + "/" + std::string(reference.name()) : "Local");
  cells.text(availability_of(service.status()));
  cells.age(service.metadata().creation_timestamp(), now_seconds);
}

// What this server serves itself is available at once.
void prepare_create(v1::APIServiceMut service, const api::HookContext& context) {
  if (service.spec().has_service()) return;
  const v1::APIServiceConditionMut condition = service.ensure_status().ensure_conditions().append();
  condition.set_type("Available");
  condition.set_status("True");
  condition.set_last_transition_time(object::format_time({.seconds = context.now_seconds}));
  condition.set_reason("Local");
  condition.set_message("Local APIServices are always available");
}

void set_defaults(v1::APIServiceMut service) {
  const v1::ServiceReferenceMut reference = service.spec().service();
  if (reference && !reference.has_port()) reference.set_port(kDefaultPort);
}

// validate_metadata() below says what a name must be.
object::Messages any_name(std::string_view, object::NameUse) { return {}; }

// The name is the version and the group. A prefix is held to the same.
void validate_metadata(v1::APIService service, ErrorList& errors) {
  const std::string wanted = std::string(service.spec().version()) + "." + std::string(service.spec().group());
  const FieldPath path("metadata");
  const auto validate_name = [&](std::string_view name, std::string_view field) {
    const object::Messages faults = object::is_path_segment_name(name);
    errors.invalid_text_each(path.child(field), name, faults);
    if (faults.empty() && name != wanted)
      errors.invalid(path.child(field), quoted(name), "must be `spec.version+\".\"+spec.group`: " + quoted(wanted));
  };
  const ObjectMeta meta = meta_of(service);
  if (!meta.generate_name().empty()) validate_name(meta.generate_name(), "generateName");
  if (!meta.name().empty()) validate_name(meta.name(), "name");
  api::validate_metadata(kAPIService, meta, errors);
}

std::string joined(const object::Messages& messages) {
  std::string text;
  for (const std::string& message : messages) text.append(text.empty() ? "" : ", ").append(message);
  return text;
}

void validate_tls(v1::APIServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  const bool local = !spec.service();
  if (local && !spec.ca_bundle().empty())
    errors.invalid(path.child("caBundle"), quoted(std::to_string(spec.ca_bundle().size()) + " bytes"),
                   "local APIServices may not have a caBundle");
  if (!spec.insecure_skip_tls_verify()) return;
  if (local)
    errors.invalid(path.child("insecureSkipTLSVerify"), "true", "local APIServices may not have insecureSkipTLSVerify");
  else if (!spec.ca_bundle().empty())
    errors.invalid(path.child("insecureSkipTLSVerify"), "true", "may not be true if caBundle is present");
}

void validate_reference(v1::ServiceReference service, const FieldPath& path, ErrorList& errors) {
  if (!service) return;
  if (service.namespace_().empty()) errors.required(path.child("namespace"), "");
  if (service.name().empty()) errors.required(path.child("name"), "");
  const int32_t port = service.port().value_or(0);
  if (const object::Messages faults = object::is_port_number(port); !faults.empty())
    errors.invalid(path.child("port"), std::to_string(port), "port is not valid: " + joined(faults));
}

void validate(v1::APIService service, ErrorList& errors) {
  const v1::APIServiceSpec spec = service.spec();
  const FieldPath path("spec");
  validate_metadata(service, errors);
  if (spec.group().empty() && spec.version() != "v1")
    errors.required(path.child("group"), "only v1 may have an empty group and it better be legacy kube");
  if (!spec.group().empty()) errors.invalid_text_each(path.child("group"), spec.group(), object::is_dns1123_subdomain(spec.group()));
  errors.invalid_text_each(path.child("version"), spec.version(), object::is_dns1035_label(spec.version()));
  const int32_t group_priority = spec.group_priority_minimum();
  if (group_priority <= 0 || group_priority > kGroupPriorityMax)
    errors.invalid(path.child("groupPriorityMinimum"), std::to_string(group_priority), "must be positive and less than 20000");
  const int32_t version_priority = spec.version_priority();
  if (version_priority <= 0 || version_priority > kVersionPriorityMax)
    errors.invalid(path.child("versionPriority"), std::to_string(version_priority), "must be positive and less than 1000");
  validate_reference(spec.service(), path.child("service"), errors);
  validate_tls(spec, path, errors);
}

void validate_update(v1::APIService service, v1::APIService old, ErrorList& errors) {
  api::validate_metadata_update(kAPIService, meta_of(service), meta_of(old), errors);
  validate(service, errors);
}

void validate_status_update(v1::APIService service, v1::APIService old, ErrorList& errors) {
  api::validate_metadata_update(kAPIService, meta_of(service), meta_of(old), errors);
  const FieldPath path = FieldPath("status").child("conditions");
  for (auto [index, condition] : service.status().conditions().enumerate())
    if (std::ranges::find(kConditionStatuses, condition.status()) == std::end(kConditionStatuses))
      errors.not_supported(path.index(index).child("status"), object::json_quoted(condition.status()), kConditionStatuses);
}

}  // namespace

const api::Kind kAPIService = {
    .group = "apiregistration.k8s.io",
    .version = "v1",
    .kind = "APIService",
    .resource = "apiservices",
    .singular = "apiservice",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}, .validate_update = hook<validate_status_update>, .has_table = false},
        },
    .key_prefix = "/registry/apiregistration.k8s.io/apiservices/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Service", .type = "string", .description = "The reference to the service that hosts this API endpoint."},
            {.name = "Available", .type = "string", .description = "Whether this service is available."},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = any_name,
    .validates_metadata = true,
    .standard_finalizers = false,
    .has_status = true,
    .unconditional_update = false,
};

}  // namespace pintle::apiregistration
