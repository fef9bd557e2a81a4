// A Binding puts a Pod on a Node, once; its annotations and labels go to the Pod.
#include "api/action.h"
#include "api/write.h"
#include "base/check.h"
#include "groups/core/pod_actions.h"
#include "groups/core/pod_conditions.h"
#include "object/go_format.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using object::FieldPath;

void validate(v1::Binding binding, object::ErrorList& errors) {
  static constexpr std::string_view kKinds[] = {"Node", "<empty>"};
  const FieldPath target("target");
  const std::string_view kind = binding.target().kind();
  if (!kind.empty() && kind != "Node") errors.not_supported(target.child("kind"), object::quoted(kind), kKinds);
  if (binding.target().name().empty()) errors.required(target.child("name"), "");
}

Status conflict(std::string_view pod_name, const std::string& why) { return Status::conflict({"", "pods/binding"}, pod_name, why); }

Result<void> check_may_be_bound(v1::Pod pod) {
  const std::string_view name = pod.metadata().name();
  const std::string pod_name = "pod " + std::string(name);
  if (pod.metadata().deletion_timestamp()) return fail(conflict(name, pod_name + " is being deleted, cannot be assigned to a host"));
  if (!pod.spec().node_name().empty())
    return fail(conflict(name, pod_name + " is already assigned to node " + object::quoted(pod.spec().node_name())));
  if (!pod.spec().scheduling_gates().empty()) return fail(conflict(name, pod_name + " has non-empty .spec.schedulingGates"));
  return {};
}

void copy_metadata(meta::v1::ObjectMetaMut to, meta::v1::ObjectMeta from) {
  for (auto [key, value] : from.annotations()) to.ensure_annotations().set(key, value);
  for (auto [key, value] : from.labels()) to.ensure_labels().set(key, value);
}

Result<void> assign(object::Document& document, v1::Binding binding, int64_t now_seconds) {
  const v1::PodMut pod(&document.root(), document.arena());
  PINTLE_TRY_VOID(check_may_be_bound(pod));
  pod.ensure_spec().set_node_name(binding.target().name());
  pod.ensure_status().clear_nominated_node_name();
  copy_metadata(pod.ensure_metadata(), binding.metadata());
  update_pod_condition(pod.ensure_status(), {.type = "PodScheduled", .status = "True"}, now_seconds);
  return {};
}

}  // namespace

Task<Result<api::ActionAnswer>> bind_pod(api::ActionCall& action) {
  const v1::Binding binding(&action.body.root());
  const meta::v1::ObjectMeta metadata = binding.metadata();
  if (metadata.name() != action.name) co_return fail(Status::bad_request("name in URL does not match name in Binding object"));
  object::ErrorList errors;
  validate(binding, errors);
  if (!errors.empty()) co_return fail(Status::unknown(errors.joined()));
  PINTLE_CO_TRY_VOID(co_await action.validate_admission());

  const api::Resource* pods = action.call.backend.registry.find("", "v1", "pods");
  PINTLE_CHECK(pods != nullptr);
  api::Call call = api::call_of(action.call, *pods);
  const api::Rewritten target{.namespace_ = action.call.info.namespace_,
                              .name = action.name,
                              .uid = metadata.uid(),
                              .resource_version = metadata.resource_version(),
                              .dry_run = action.options.dry_run};
  const int64_t now_seconds = action.call.now_seconds();
  const api::Rewrite rewrite = [&](object::Document& pod) { return assign(pod, binding, now_seconds); };
  PINTLE_CO_TRY(const object::Document bound, co_await api::rewrite_stored(call, target, rewrite));
  co_return api::ActionAnswer{};
}

}  // namespace pintle::core
