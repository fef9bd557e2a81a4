#include "groups/apps/replica_template.h"

#include <array>

#include "groups/apps/selector_rules.h"
#include "groups/field_text.h"
#include "views/core_v1.h"

namespace pintle::apps {

using object::ErrorList;
using object::FieldPath;

void validate_runs_forever(core::v1::PodTemplateSpec pod_template, std::string_view kind, const FieldPath& path, ErrorList& errors) {
  constexpr std::array<std::string_view, 1> kAlways = {"Always"};
  const core::v1::PodSpec pods = pod_template.spec();
  const FieldPath spec = path.child("spec");
  if (pods.restart_policy() != "Always")
    errors.not_supported(spec.child("restartPolicy"), object::json_quoted(pods.restart_policy()), kAlways);
  if (pods.active_deadline_seconds())
    errors.forbidden(spec.child("activeDeadlineSeconds"), "activeDeadlineSeconds in " + std::string(kind) + " is not Supported");
}

void validate_selected_template(meta::v1::LabelSelector selector, core::v1::PodTemplateSpec pod_template, const FieldPath& path,
                                const core::PodValidationOptions& options, ErrorList& errors) {
  const Selects selected = selects(selector, pod_template.metadata());
  const FieldPath template_path = path.child("template");
  if (selected == Selects::kInvalidSelector) {
    errors.invalid(path.child("selector"), groups::selector_json(selector), "invalid label selector");
    return;
  }
  if (selected == Selects::kNo)
    errors.invalid(template_path.child("metadata").child("labels"), groups::labels_json(pod_template.metadata()), kSelectorDoesNotMatch);
  core::validate_pod_template_spec(pod_template, template_path, options, errors);
  validate_runs_forever(pod_template, "ReplicaSet", template_path, errors);
}

}  // namespace pintle::apps
