// RuntimeClass: a container runtime that Pods may ask for. Source: node.k8s.io/v1 RuntimeClass; pkg/registry/node/runtimeclass.
#include <set>
#include <tuple>

#include "api/metadata_rules.h"
#include "groups/core/node_label_warnings.h"
#include "groups/core/resource_rules.h"
#include "groups/core/scheduling_rules.h"
#include "groups/hook.h"
#include "groups/node/node.h"
#include "object/validation.h"
#include "views/node_v1.h"

namespace pintle::node {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

ObjectMeta meta_of(v1::RuntimeClass runtime) { return ObjectMeta(runtime.metadata().node()); }

// As Go prints the internal struct.
std::string printed(core::v1::Toleration toleration) {
  const auto seconds = toleration.toleration_seconds();
  return R"({"Key":)" + object::json_quoted(toleration.key()) + R"(,"Operator":)" + object::json_quoted(toleration.operator_()) +
         R"(,"Value":)" + object::json_quoted(toleration.value()) + R"(,"Effect":)" + object::json_quoted(toleration.effect()) +
         R"(,"TolerationSeconds":)" + (seconds ? std::to_string(*seconds) : "null") + "}";
}

void validate_scheduling(v1::Scheduling scheduling, const FieldPath& path, ErrorList& errors) {
  object::validate_labels(scheduling.node_selector().node(), path.child("nodeSelector"), errors);
  const FieldPath tolerations = path.child("tolerations");
  core::validate_tolerations(scheduling.tolerations(), {}, tolerations, errors);
  std::set<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>> seen;
  for (auto [index, toleration] : scheduling.tolerations().enumerate())
    if (!seen.emplace(toleration.key(), toleration.operator_(), toleration.value(), toleration.effect()).second)
      errors.duplicate(tolerations.index(index), printed(toleration));
}

void validate(v1::RuntimeClass runtime, ErrorList& errors) {
  const FieldPath handler("handler");
  if (runtime.handler().empty()) {
    errors.required(handler, "");
  } else {
    errors.invalid_text_each(handler, runtime.handler(), object::name_is_dns_label(runtime.handler(), object::NameUse::kWhole));
  }
  if (runtime.overhead()) core::validate_overhead(runtime.overhead().pod_fixed(), core::HugePages::kWhole, FieldPath("overhead"), errors);
  if (runtime.scheduling()) validate_scheduling(runtime.scheduling(), FieldPath("scheduling"), errors);
}

void validate_update(v1::RuntimeClass runtime, v1::RuntimeClass old, ErrorList& errors) {
  api::validate_metadata(kRuntimeClass, meta_of(runtime), errors);
  validate(runtime, errors);
  api::validate_metadata_update(kRuntimeClass, meta_of(runtime), meta_of(old), errors);
  if (runtime.handler() != old.handler()) errors.invalid(FieldPath("handler"), quoted(runtime.handler()), object::kImmutableError);
}

void warn(v1::RuntimeClass runtime, v1::RuntimeClass, std::vector<std::string>& warnings) {
  for (auto [label, value] : runtime.scheduling().node_selector())
    if (const std::string_view advice = core::deprecated_node_label(label); !advice.empty())
      warnings.push_back("scheduling.nodeSelector: " + std::string(advice));
}

void row(v1::RuntimeClass runtime, int64_t now_seconds, api::Cells& cells) {
  cells.text(runtime.metadata().name());
  cells.text(runtime.handler());
  cells.age(runtime.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kRuntimeClass = {
    .group = "node.k8s.io",
    .version = "v1",
    .kind = "RuntimeClass",
    .resource = "runtimeclasses",
    .singular = "runtimeclass",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/runtimeclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Handler", .type = "string"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .standard_finalizers = false,
    .create_on_update = true,
    .unconditional_update = false,
};

}  // namespace pintle::node
