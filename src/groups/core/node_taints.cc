#include "groups/core/node_taints.h"

#include <set>
#include <utility>

#include "groups/core/scheduling_rules.h"
#include "object/json.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr std::string_view kTaintsAnnotation = "scheduler.alpha.kubernetes.io/taints";
constexpr std::string_view kAvoidPodsAnnotation = "scheduler.alpha.kubernetes.io/preferAvoidPods";

std::string joined(const object::Messages& messages) {
  std::string text;
  for (const std::string& message : messages) text.append(text.empty() ? "" : ";").append(message);
  return text;
}

// As Go prints the internal struct.
std::string printed(v1::Taint taint) {
  const std::string time = taint.time_added() ? object::json_quoted(*taint.time_added()) : "null";
  return R"({"Key":)" + object::json_quoted(taint.key()) + R"(,"Value":)" + object::json_quoted(taint.value()) + R"(,"Effect":)" +
         object::json_quoted(taint.effect()) + R"(,"TimeAdded":)" + time + "}";
}

void validate_taints_annotation(std::string_view text, const FieldPath& path, ErrorList& errors) {
  const auto decoded = object::decode_json(v1::NodeSpec::schema_type(), Bytes::take(R"({"taints":)" + std::string(text) + "}"));
  if (!decoded) return errors.invalid(path, quoted(kTaintsAnnotation), decoded.error().message());
  validate_taints(v1::NodeSpec(&decoded->document.root()).taints(), path.child(kTaintsAnnotation), errors);
}

void validate_avoid_pods_annotation(std::string_view text, const FieldPath& path, ErrorList& errors) {
  const auto decoded = object::decode_json(v1::AvoidPods::schema_type(), Bytes::copy(text));
  if (!decoded) return errors.invalid(path.child("AvoidPods"), quoted(kAvoidPodsAnnotation), decoded.error().message());
  const v1::AvoidPods avoided(&decoded->document.root());
  for (auto [index, entry] : avoided.prefer_avoid_pods().enumerate()) {
    const FieldPath signature = path.child(kAvoidPodsAnnotation).index(index).child("PodSignature");
    const meta::v1::OwnerReference controller = entry.pod_signature().pod_controller();
    if (!controller) {
      errors.required(signature, "");
    } else if (!controller.controller().value_or(false)) {
      errors.invalid(signature.child("PodController").child("Controller"), "false", "must point to a controller");
    }
  }
}

}  // namespace

void validate_taints(object::ListView<v1::Taint> taints, const FieldPath& path, ErrorList& errors) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (auto [index, taint] : taints.enumerate()) {
    const FieldPath at = path.index(index);
    object::validate_label_name(taint.key(), at.child("key"), errors);
    if (const object::Messages faults = object::is_label_value(taint.value()); !faults.empty())
      errors.invalid(at.child("value"), quoted(taint.value()), joined(faults));
    validate_taint_effect(taint.effect(), EmptyEffect::kRequired, at.child("effect"), errors);
    if (!seen.insert({taint.effect(), taint.key()}).second)
      errors.add({.type = object::ErrorType::kDuplicate,
                  .field = at.to_string(),
                  .value = printed(taint),
                  .detail = "taints must be unique by key and effect pair",
                  .origin = {}});
  }
}

void validate_node_annotations(object::MapView<std::string_view> annotations, const FieldPath& path, ErrorList& errors) {
  if (const std::string_view text = annotations.get(kTaintsAnnotation); !text.empty()) validate_taints_annotation(text, path, errors);
  if (const std::string_view text = annotations.get(kAvoidPodsAnnotation); !text.empty())
    validate_avoid_pods_annotation(text, path, errors);
}

}  // namespace pintle::core
