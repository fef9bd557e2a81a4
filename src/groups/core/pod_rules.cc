#include "groups/core/pod_rules.h"

#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "object/go_format.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using Annotations = object::MapView<std::string_view>;

constexpr std::string_view kMirrorAnnotation = "kubernetes.io/config.mirror";
constexpr std::string_view kAppArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";
constexpr std::string_view kBlanks = " \t\n\v\f\r";

object::ObjectMeta meta_of(v1::Pod pod) { return object::ObjectMeta(pod.metadata().node()); }

// A token is for a service account.
void validate_tokens(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  if (!spec.service_account_name().empty()) return;
  for (auto [index, volume] : spec.volumes().enumerate()) {
    const FieldPath sources = path.child("volumes").index(index).child("projected").child("sources");
    for (auto [number, source] : volume.projected().sources().enumerate())
      if (source.service_account_token())
        errors.forbidden(sources.index(number).child("serviceAccountToken"), "must not be specified when serviceAccountName is not set");
  }
}

void validate_images(ListView<v1::Container> containers, const FieldPath& path, ErrorList& errors) {
  for (auto [index, container] : containers.enumerate()) {
    const std::string_view image = container.image();
    if (!image.empty() && (kBlanks.contains(image.front()) || kBlanks.contains(image.back())))
      errors.invalid(path.index(index).child("image"), object::quoted(image), "must not have leading or trailing whitespace");
  }
}

// `verb` as in "may not remove or update AppArmor annotations".
void forbid_annotation(std::string_view key, std::string_view verb, const FieldPath& path, ErrorList& errors) {
  const std::string may_not = "may not " + std::string(verb);
  if (key.starts_with(kAppArmorPrefix)) errors.forbidden(path.key(key), may_not + " AppArmor annotations");
  if (key == kMirrorAnnotation) errors.forbidden(path.key(key), may_not + " mirror pod annotation");
}

}  // namespace

PodValidationOptions pod_update_options(v1::Pod old) {
  PodValidationOptions options = pod_validation_options(old.spec(), old.metadata());
  options.resource_is_pod = true;
  return options;
}

void validate_pod_metadata_update(v1::Pod pod, v1::Pod old, ErrorList& errors) {
  api::validate_metadata_update(kPod, meta_of(pod), meta_of(old), errors);
}

void validate_pod_content(v1::Pod pod, const PodValidationOptions& options, ErrorList& errors) {
  const FieldPath path("spec");
  validate_pod_annotations(pod.metadata(), pod.spec(), FieldPath("metadata").child("annotations"), options, errors);
  validate_pod_spec(pod.spec(), pod.metadata(), path, options, errors);
  validate_tokens(pod.spec(), path, errors);
  validate_images(pod.spec().containers(), path.child("containers"), errors);
  validate_images(pod.spec().init_containers(), path.child("initContainers"), errors);
}

void validate_annotation_changes(v1::Pod pod, v1::Pod old, const PodValidationOptions& options, ErrorList& errors) {
  const FieldPath path = FieldPath("metadata").child("annotations");
  const Annotations annotations = pod.metadata().annotations();
  const Annotations before = old.metadata().annotations();
  for (auto [key, value] : before)
    if (!annotations.contains(key) || annotations.get(key) != value) forbid_annotation(key, "remove or update", path, errors);
  for (auto [key, value] : annotations)
    if (!before.contains(key)) forbid_annotation(key, "add", path, errors);
  validate_pod_annotations(pod.metadata(), pod.spec(), path, options, errors);
}

bool is_mirror_pod(v1::Pod pod) { return pod.metadata().annotations().contains(kMirrorAnnotation); }

void validate_pod(v1::Pod pod, ErrorList& errors) {
  const FieldPath path("spec");
  PodValidationOptions options = pod_validation_options(v1::PodSpec(), meta::v1::ObjectMeta());
  options.resource_is_pod = true;
  validate_pod_content(pod, options, errors);
  if (!pod.spec().ephemeral_containers().empty()) errors.forbidden(path.child("ephemeralContainers"), "cannot be set on create");
  if (!pod.spec().node_name().empty() && !pod.spec().scheduling_gates().empty())
    errors.forbidden(path.child("nodeName"), "cannot be set until all schedulingGates have been cleared");
  validate_seccomp_annotations(pod.metadata(), pod.spec(), path, errors);
  validate_app_armor_annotations(pod.metadata(), pod.spec(), path, errors);
}

}  // namespace pintle::core
