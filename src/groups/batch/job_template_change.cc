#include "groups/batch/job_template_change.h"

#include "groups/field_text.h"
#include "object/document.h"
#include "object/equality.h"
#include "object/validation.h"
#include "views/batch_v1.h"
#include "views/core_v1_mut.h"

namespace pintle::batch {
namespace {

using object::Arena;
using object::ErrorList;
using object::FieldPath;
using object::Value;

bool is_suspended_condition(v1::JobCondition condition) { return condition.type() == "Suspended" && condition.status() == "True"; }

bool has_suspended_condition(v1::JobStatus status) {
  for (const v1::JobCondition condition : status.conditions())
    if (is_suspended_condition(condition)) return true;
  return false;
}

bool template_may_change(v1::Job old) {
  const bool at_rest = !old.status().start_time() || has_suspended_condition(old.status());
  return old.spec().suspend().value_or(false) && at_rest && old.status().active() == 0;
}

// Gives `target` the field of `source`, or none.
void take_field(const schema::Type& type, std::string_view name, Value& target, const Value* source, Arena& arena) {
  const auto field = static_cast<uint16_t>(type.find(name));
  const Value* found = source ? source->get(field) : nullptr;
  if (found)
    target.set(arena, field, *found);
  else
    target.erase(field);
}

// Node affinity is like the new one's. An affinity that had nothing else may go.
void take_node_affinity(core::v1::PodSpecMut spec, core::v1::PodSpec updated) {
  if (!updated.has_affinity() && !spec.has_affinity()) return;
  const core::v1::AffinityMut affinity = spec.ensure_affinity();
  take_field(core::v1::Affinity::schema_type(), "nodeAffinity", *affinity.mutable_node(), updated.affinity().node(), spec.arena());
  if (!updated.has_affinity() && affinity.mutable_node()->fields().empty()) spec.clear_affinity();
}

void take_scheduling(core::v1::PodTemplateSpecMut pod_template, core::v1::PodTemplateSpec updated) {
  const core::v1::PodSpecMut spec = pod_template.ensure_spec();
  take_node_affinity(spec, updated.spec());
  for (const std::string_view name : {"nodeSelector", "tolerations", "schedulingGates"})
    take_field(core::v1::PodSpec::schema_type(), name, *spec.mutable_node(), updated.spec().node(), spec.arena());
  const meta::v1::ObjectMetaMut meta = pod_template.ensure_metadata();
  for (const std::string_view name : {"annotations", "labels"})
    take_field(meta::v1::ObjectMeta::schema_type(), name, *meta.mutable_node(), updated.metadata().node(), meta.arena());
}

void take_resources(object::ListMut<core::v1::ContainerMut> containers, object::ListView<core::v1::Container> updated) {
  if (containers.size() != updated.size()) return;
  for (size_t i = 0; i < containers.size(); ++i)
    if (containers[i].name() == updated[i].name())
      take_field(core::v1::Container::schema_type(), "resources", *containers[i].mutable_node(), updated[i].node(), containers[i].arena());
}

void take_all_resources(core::v1::PodSpecMut spec, core::v1::PodSpec updated) {
  if (spec.has_containers()) take_resources(spec.containers(), updated.containers());
  if (spec.has_init_containers()) take_resources(spec.init_containers(), updated.init_containers());
}

}  // namespace

void validate_template_change(v1::Job job, v1::Job old, ErrorList& errors) {
  const core::v1::PodTemplateSpec updated = job.spec().template_();
  const FieldPath path("spec");
  const schema::Type& template_type = core::v1::PodTemplateSpec::schema_type();
  if (!template_may_change(old)) {
    if (!object::semantic_equal(template_type, updated.node(), old.spec().template_().node()))
      errors.invalid(path.child("template"), groups::internal_json_line(updated), object::kImmutableError);
    return;
  }
  Arena arena;
  Value wanted = old.spec().template_().present() ? object::deep_copy(*old.spec().template_().node(), arena) : Value::empty_struct();
  const core::v1::PodTemplateSpecMut pod_template(&wanted, arena);
  take_scheduling(pod_template, updated);
  take_all_resources(pod_template.spec(), updated.spec());
  if (!object::semantic_equal(core::v1::PodSpec::schema_type(), updated.spec().node(), pod_template.spec().node()))
    errors.invalid(path.child("template.spec"), groups::internal_json_line(updated.spec()), object::kImmutableError);
}

}  // namespace pintle::batch
