// The pod template of what keeps Pods running: ReplicaSets, Deployments and their like.
//
// Thread: pure. Source: pkg/apis/apps/validation (ValidatePodTemplateSpecForReplicaSet, ValidateDaemonSetSpec, ValidateStatefulSetSpec);
// pkg/apis/core/validation ValidatePodTemplateSpecForRC.
#pragma once

#include <string_view>

#include "groups/core/pod_spec.h"
#include "object/field_error.h"

namespace pintle::meta::v1 {
class LabelSelector;
}

namespace pintle::apps {

// The selector of a Deployment or ReplicaSet, and the template that it must select. `path` is that of the spec.
void validate_selected_template(meta::v1::LabelSelector selector, core::v1::PodTemplateSpec pod_template, const object::FieldPath& path,
                                const core::PodValidationOptions& options, object::ErrorList& errors);
// Its Pods are restarted for ever: restartPolicy is Always, and there is no deadline. `path` is that of the template.
void validate_runs_forever(core::v1::PodTemplateSpec pod_template, std::string_view kind, const object::FieldPath& path,
                           object::ErrorList& errors);

}  // namespace pintle::apps
