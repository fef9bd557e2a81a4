// The rules of Pods: on create, on update, and through each subresource that writes a Pod.
//
// Each is a validation hook of kPod (groups/hook.h). The rules of what is in the spec are pod_spec.h's.
// Pure; any thread. Errors: into the list, in upstream's order.
// Source: pkg/apis/core/validation ValidatePodCreate, ValidatePodUpdate, ValidatePodStatusUpdate, ValidatePodEphemeralContainersUpdate,
// ValidatePodResize.
#pragma once

#include "groups/core/pod_spec.h"
#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_pod(v1::Pod pod, object::ErrorList& errors);
void validate_pod_update(v1::Pod pod, v1::Pod old, object::ErrorList& errors);
void validate_pod_status_update(v1::Pod pod, v1::Pod old, object::ErrorList& errors);
void validate_ephemeral_containers_update(v1::Pod pod, v1::Pod old, object::ErrorList& errors);
void validate_resize(v1::Pod pod, v1::Pod old, object::ErrorList& errors);

// What they share.
PodValidationOptions pod_update_options(v1::Pod old);
void validate_pod_metadata_update(v1::Pod pod, v1::Pod old, object::ErrorList& errors);
// Annotations, spec, and what only Pods obey (not templates of them).
void validate_pod_content(v1::Pod pod, const PodValidationOptions& options, object::ErrorList& errors);
// Annotations that may not change.
void validate_annotation_changes(v1::Pod pod, v1::Pod old, const PodValidationOptions& options, object::ErrorList& errors);
// A Pod that a kubelet has from a file; here is only its mirror.
bool is_mirror_pod(v1::Pod pod);

}  // namespace pintle::core
