// Source: pkg/api/pod/warnings.go.
#include "groups/core/pod_spec.h"
#include "views/core_v1.h"

namespace pintle::core {

using object::FieldPath;

void pod_spec_warnings(v1::PodSpec, meta::v1::ObjectMeta, v1::PodSpec, meta::v1::ObjectMeta, const FieldPath&, std::vector<std::string>&) {}

void pod_template_warnings(v1::PodTemplateSpec pod_template, v1::PodTemplateSpec old, const FieldPath& path,
                           std::vector<std::string>& warnings) {
  pod_spec_warnings(pod_template.spec(), pod_template.metadata(), old.spec(), old.metadata(), path, warnings);
}

}  // namespace pintle::core
