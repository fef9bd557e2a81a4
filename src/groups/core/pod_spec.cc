#include "groups/core/pod_spec.h"

#include "object/object_meta.h"
#include "views/core_v1.h"

namespace pintle::core {

using object::ErrorList;
using object::FieldPath;

void validate_pod_spec(v1::PodSpec spec, meta::v1::ObjectMeta, const FieldPath& path, const PodValidationOptions&, ErrorList& errors) {
  if (spec.containers().empty()) errors.required(path.child("containers"), "");
}

void validate_pod_annotations(meta::v1::ObjectMeta, v1::PodSpec, const FieldPath&, const PodValidationOptions&, ErrorList&) {}
void validate_seccomp_annotations(meta::v1::ObjectMeta, v1::PodSpec, const FieldPath&, ErrorList&) {}
void validate_app_armor_annotations(meta::v1::ObjectMeta, v1::PodSpec, const FieldPath&, ErrorList&) {}

void validate_pod_template_spec(v1::PodTemplateSpec pod_template, const FieldPath& path, const PodValidationOptions& options,
                                ErrorList& errors) {
  const meta::v1::ObjectMeta meta = pod_template.metadata();
  const v1::PodSpec spec = pod_template.spec();
  const object::ObjectMeta labelled(meta.node());
  object::validate_labels(labelled.labels(), path.child("labels"), errors);
  object::validate_annotations(labelled.annotations(), path.child("annotations"), errors);
  validate_pod_annotations(meta, spec, path.child("annotations"), options, errors);
  validate_pod_spec(spec, {}, path.child("spec"), options, errors);
  validate_seccomp_annotations(meta, spec, path.child("spec"), errors);
  validate_app_armor_annotations(meta, spec, path.child("spec"), errors);
  if (!spec.ephemeral_containers().empty())
    errors.forbidden(path.child("spec").child("ephemeralContainers"), "ephemeral containers not allowed in pod template");
}

}  // namespace pintle::core
