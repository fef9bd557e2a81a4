// What may change in a Pod that exists: hardly anything.
#include <limits>
#include <map>
#include <string>

#include "api/metadata_rules.h"
#include "groups/core/container.h"
#include "groups/core/core.h"
#include "groups/core/gated_pod_rules.h"
#include "groups/core/pod_rules.h"
#include "groups/core/scheduling_rules.h"
#include "groups/internal_json.h"
#include "object/equality.h"
#include "object/go_format.h"
#include "object/unified_diff.h"
#include "object/validation.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::quoted;

constexpr int64_t kDeadlineSecondsMax = std::numeric_limits<int32_t>::max();
constexpr std::string_view kImmutable =
    "pod updates may not change fields other than "
    "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
    "`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";
constexpr std::string_view kBlanks = " \t\n\v\f\r";

enum class Continue : uint8_t { kNo, kYes };

Continue validate_containers(ListView<v1::Container> containers, ListView<v1::Container> old, const FieldPath& path, ErrorList& errors) {
  if (containers.size() != old.size()) {
    errors.forbidden(path, "pod updates may not add or remove containers");
    return Continue::kNo;
  }
  for (auto [index, container] : containers.enumerate()) {
    const std::string_view image = container.image();
    if (image.empty()) {
      errors.required(path.index(index).child("image"), "");
    } else if (kBlanks.contains(image.front()) || kBlanks.contains(image.back())) {
      errors.invalid(path.index(index).child("image"), quoted(image), "must not have leading or trailing whitespace");
    }
  }
  return Continue::kYes;
}

// A deadline may be set and may come nearer.
Continue validate_deadline(std::optional<int64_t> seconds, std::optional<int64_t> old, const FieldPath& path, ErrorList& errors) {
  if (!seconds && old) errors.invalid(path, "null", "must not update from a positive integer to nil value");
  if (!seconds) return Continue::kYes;
  if (*seconds < 0 || *seconds > kDeadlineSecondsMax) {
    errors.invalid(path, std::to_string(*seconds), object::inclusive_range_error(0, kDeadlineSecondsMax));
    return Continue::kNo;
  }
  if (old && *old < *seconds) {
    errors.invalid(path, std::to_string(*seconds), "must be less than or equal to previous value");
    return Continue::kNo;
  }
  return Continue::kYes;
}

bool same_but_seconds(v1::Toleration one, v1::Toleration other) {
  return one.key() == other.key() && one.operator_() == other.operator_() && one.value() == other.value() && one.effect() == other.effect();
}

void validate_only_added_tolerations(v1::PodSpec spec, v1::PodSpec old, const PodValidationOptions& options, const FieldPath& path,
                                     ErrorList& errors) {
  for (const v1::Toleration before : old.tolerations()) {
    bool found = false;
    for (const v1::Toleration now : spec.tolerations()) found = found || same_but_seconds(now, before);
    if (!found) return errors.forbidden(path, "existing toleration can not be modified except its tolerationSeconds");
  }
  validate_tolerations(spec.tolerations(),
                       {.allow_taint_toleration_comparison_operators = options.allow_taint_toleration_comparison_operators}, path, errors);
}

void validate_only_removed_gates(v1::PodSpec spec, v1::PodSpec old, const FieldPath& path, ErrorList& errors) {
  std::map<std::string_view, size_t> added;
  for (auto [index, gate] : spec.scheduling_gates().enumerate()) added.insert_or_assign(gate.name(), index);
  for (const v1::PodSchedulingGate gate : old.scheduling_gates()) added.erase(gate.name());
  for (auto [name, index] : added)
    errors.forbidden(path.index(index).child("name"),
                     "only deletion is allowed, but found new scheduling gate '" + std::string(name) + "'");
}

void restore_images(object::ListMut<v1::ContainerMut> containers, ListView<v1::Container> old) {
  for (size_t i = 0; i < containers.size(); ++i) containers[i].set_image(old[i].image());
}

// A part of the old spec in place of the new one; absent where it was.
template <class V>
object::Value copied(V old, std::string_view field, object::Arena& arena) {
  const object::Value* found = old.node() ? old.node()->get(static_cast<uint16_t>(V::schema_type().find(field))) : nullptr;
  return found ? object::deep_copy(*found, arena) : object::Value();
}

// The new spec with everything that may change (or was judged already) as it was.
void restore_what_may_change(v1::PodSpecMut spec, v1::PodSpec old) {
  restore_images(spec.containers(), old.containers());
  restore_images(spec.init_containers(), old.init_containers());
  if (old.active_deadline_seconds())
    spec.set_active_deadline_seconds(*old.active_deadline_seconds());
  else
    spec.clear_active_deadline_seconds();
  spec.set_scheduling_gates(copied(old, "schedulingGates", spec.arena()));
  spec.set_tolerations(copied(old, "tolerations", spec.arena()));
  const auto grace = old.termination_grace_period_seconds();
  if (grace && *grace < 0 && spec.termination_grace_period_seconds() == 1) spec.set_termination_grace_period_seconds(*grace);
}

void validate_unchanged(v1::PodSpec spec, v1::PodSpec old, const FieldPath& path, ErrorList& errors) {
  const schema::Type& type = v1::PodSpec::schema_type();
  if (object::semantic_equal(type, spec.node(), old.node())) return;
  object::Arena arena;
  object::Value copy = spec.node() ? object::deep_copy(*spec.node(), arena) : object::Value::empty_struct();
  const v1::PodSpecMut munged(&copy, arena);
  restore_what_may_change(munged, old);
  if (!old.scheduling_gates().empty()) validate_gated_changes(munged, old, path, errors);
  if (object::semantic_equal(type, &copy, old.node())) return;
  const std::string diff = object::unified_diff(groups::internal_json(old), groups::internal_json(v1::PodSpec(&copy)));
  errors.forbidden(path, std::string(kImmutable) + diff);
}

}  // namespace

void validate_pod_update(v1::Pod pod, v1::Pod old, ErrorList& errors) {
  const FieldPath path("spec");
  const v1::PodSpec spec = pod.spec();
  const PodValidationOptions options = pod_update_options(old);
  validate_pod_metadata_update(pod, old, errors);
  api::validate_metadata(kPod, object::ObjectMeta(pod.metadata().node()), errors);
  validate_pod_content(pod, options, errors);
  validate_annotation_changes(pod, old, options, errors);
  if (validate_containers(spec.containers(), old.spec().containers(), path.child("containers"), errors) == Continue::kNo) return;
  if (validate_containers(spec.init_containers(), old.spec().init_containers(), path.child("initContainers"), errors) == Continue::kNo)
    return;
  if (validate_deadline(spec.active_deadline_seconds(), old.spec().active_deadline_seconds(), path.child("activeDeadlineSeconds"),
                        errors) == Continue::kNo)
    return;
  validate_only_added_tolerations(spec, old.spec(), options, path.child("tolerations"), errors);
  validate_only_removed_gates(spec, old.spec(), path.child("schedulingGates"), errors);
  validate_unchanged(spec, old.spec(), path, errors);
}

void validate_ephemeral_containers_update(v1::Pod pod, v1::Pod old, ErrorList& errors) {
  if (is_mirror_pod(old)) return errors.forbidden(FieldPath(""), "static pods do not support ephemeral containers");
  const FieldPath path = FieldPath("spec").child("ephemeralContainers");
  const PodValidationOptions options = pod_update_options(old);
  validate_pod_metadata_update(pod, old, errors);
  api::validate_metadata(kPod, object::ObjectMeta(pod.metadata().node()), errors);
  validate_pod_content(pod, options, errors);
  validate_annotation_changes(pod, old, options, errors);
  std::map<std::string_view, v1::EphemeralContainer> containers;
  for (const v1::EphemeralContainer container : pod.spec().ephemeral_containers()) containers.insert_or_assign(container.name(), container);
  for (const v1::EphemeralContainer before : old.spec().ephemeral_containers()) {
    const auto now = containers.find(before.name());
    const std::string existing = "existing ephemeral containers " + quoted(before.name());
    if (now == containers.end()) {
      errors.forbidden(path, existing + " may not be removed\n");
    } else if (!object::semantic_equal(v1::EphemeralContainer::schema_type(), before.node(), now->second.node())) {
      errors.forbidden(path, existing + " may not be changed\n" +
                                 object::unified_diff(groups::internal_json(before), groups::internal_json(now->second)));
    }
  }
}

}  // namespace pintle::core
