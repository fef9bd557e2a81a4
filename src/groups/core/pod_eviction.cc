// An Eviction deletes a Pod as a DELETE does, if the PodDisruptionBudget that guards it allows that.
#include "api/action.h"
#include "api/delete_object.h"
#include "api/limits.h"
#include "api/stored_object.h"
#include "api/write.h"
#include "base/check.h"
#include "groups/core/disruption_budget.h"
#include "groups/core/pod_actions.h"
#include "groups/core/pod_conditions.h"
#include "object/object_meta.h"

namespace pintle::core {
namespace {

using api::ActionAnswer;
using api::ActionCall;
using api::DeleteOptions;
using object::Document;

constexpr std::string_view kBudgetManager = "kube-apiserver";
constexpr std::string_view kTwoBudgets = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
constexpr int kAttemptsMax = 20;

const api::Resource& resource(const api::Call& call, std::string_view group, std::string_view name) {
  const api::Resource* found = call.backend.registry.find(group, "v1", name);
  PINTLE_CHECK(found != nullptr);
  return *found;
}

v1::Pod pod_of(const Document& document) { return v1::Pod(&document.root()); }
bool has_ended(v1::Pod pod) { return pod.status().phase() == "Succeeded" || pod.status().phase() == "Failed"; }
bool is_going(v1::Pod pod) { return pod.metadata().deletion_timestamp().has_value(); }
// Its end disrupts nobody.
bool needs_no_budget(v1::Pod pod) { return has_ended(pod) || pod.status().phase() == "Pending" || is_going(pod); }

Result<Document> read_pod(const api::Call& call, std::string_view name) {
  const cache::ObjectPtr live = api::read_object(call, call.info.namespace_, name);
  if (!live) return fail(Status::not_found(call.resource.group_resource(), name));
  return api::decode_stored(call.resource, *live);
}

Result<DeleteOptions> delete_options(const ActionCall& action) {
  const policy::v1::Eviction eviction(&action.body.root());
  DeleteOptions options;
  if (const meta::v1::DeleteOptions sent = eviction.delete_options()) {
    if (sent.ignore_store_read_error_with_cluster_breaking_potential().value_or(false)) {
      object::ErrorList errors;
      errors.invalid(object::FieldPath("deleteOptions").child("ignoreStoreReadErrorWithClusterBreakingPotential"), "true",
                     "can not be set for pod eviction, try after removing the option");
      return fail(errors.to_status("policy", "Eviction", action.name));
    }
    PINTLE_TRY(options, api::read_delete_options(*sent.node(), meta::v1::DeleteOptions::schema_type()));
  }
  options.dry_run = options.dry_run || action.options.dry_run;
  return options;
}

Status precondition_conflict(v1::Pod pod, std::string_view what, std::string_view wanted, std::string_view found, std::string_view guess) {
  const std::string field(what);
  return Status::conflict({"", "Pod"}, pod.metadata().name(),
                          "the " + field + " in the precondition (" + std::string(wanted) + ") does not match the " + field +
                              " in record (" + std::string(found) + "). The object might have been " + std::string(guess));
}

Result<void> check_preconditions(v1::Pod pod, const DeleteOptions& options) {
  const std::string uid = options.precondition_uid.value_or("");
  const std::string version = options.precondition_resource_version.value_or("");
  if (!uid.empty() && uid != pod.metadata().uid())
    return fail(precondition_conflict(pod, "UID", uid, pod.metadata().uid(), "deleted and then recreated"));
  if (!version.empty() && version != pod.metadata().resource_version())
    return fail(precondition_conflict(pod, "ResourceVersion", version, pod.metadata().resource_version(), "modified"));
  return {};
}

// Tells why the Pod goes before it does.
Task<Result<void>> mark_and_delete(api::Call& call, std::string_view name, DeleteOptions options) {
  if (!options.dry_run) {
    const int64_t now_seconds = call.now_seconds();
    const api::Rewrite mark = [&](Document& document) -> Result<void> {
      PINTLE_TRY_VOID(check_preconditions(pod_of(document), options));
      update_pod_condition(
          v1::PodMut(&document.root(), document.arena()).ensure_status(),
          {.type = "DisruptionTarget", .status = "True", .reason = "EvictionByEvictionAPI", .message = "Eviction API: evicting"},
          now_seconds);
      return {};
    };
    PINTLE_CO_TRY(const Document marked, co_await api::rewrite_stored(call, {.namespace_ = call.info.namespace_, .name = name}, mark));
    if (options.precondition_resource_version)
      options.precondition_resource_version = std::string(pod_of(marked).metadata().resource_version());
  }
  PINTLE_CO_TRY_VOID(co_await api::delete_object(call, call.info.namespace_, name, options, api::AskAdmission::kNo));
  co_return Result<void>();
}

// Deletes a Pod that needs no budget, as long as that is what it is. nullopt: it has to ask one.
Task<Result<std::optional<ActionAnswer>>> evict_without_budget(api::Call& call, std::string_view name, const DeleteOptions& options) {
  const bool version_is_given = options.precondition_resource_version.has_value();
  for (int attempt = 1;; ++attempt) {
    PINTLE_CO_TRY(const Document document, read_pod(call, name));
    const v1::Pod pod = pod_of(document);
    if (!needs_no_budget(pod)) co_return std::nullopt;
    DeleteOptions guarded = options;
    if (!has_ended(pod) && !is_going(pod) && !version_is_given)
      guarded.precondition_resource_version = std::string(pod.metadata().resource_version());
    const Result<void> deleted = co_await mark_and_delete(call, name, guarded);
    if (deleted) co_return ActionAnswer{};
    const bool again = deleted.error().reason() == "Conflict" && !version_is_given && attempt < kAttemptsMax;
    if (!again) co_return fail(deleted.error());
  }
}

// Takes a disruption from the newest state of a budget.
class DisruptionChange final : public api::Change {
 public:
  DisruptionChange(api::Call& call, const api::Write& write, std::string_view pod_name) : call_(call), write_(write), pod_name_(pod_name) {}
  Task<Result<Document>> apply(const Document* live) override { co_return apply_now(*live); }

 private:
  Result<Document> apply_now(const Document& live) {
    Document document = live.clone();
    const policy::v1::PodDisruptionBudgetMut budget(&document.root(), document.arena());
    PINTLE_TRY_VOID(take_disruption(budget, pod_name_, write_.now_seconds));
    api::track_fields(call_, write_, kBudgetManager, &live.root(), document);
    return document;
  }

  api::Call& call_;
  const api::Write& write_;
  std::string_view pod_name_;
};

Task<Result<void>> take_from(const ActionCall& action, Document budget, bool dry_run) {
  const api::Resource& budgets = resource(action.call, "policy", "poddisruptionbudgets");
  api::Call call = api::call_of(action.call, budgets, budgets.find_subresource("status"));
  if (dry_run) {
    const policy::v1::PodDisruptionBudgetMut copy(&budget.root(), budget.arena());
    co_return take_disruption(copy, action.name, call.now_seconds());
  }
  const api::Write write{.resource = budgets,
                         .subresource = call.subresource,
                         .namespace_ = call.info.namespace_,
                         .now_seconds = call.now_seconds(),
                         .warnings = call.warnings};
  const std::string name(object::ObjectMeta(*budget.type(), budget.root()).name());
  DisruptionChange change(call, write, action.name);
  PINTLE_CO_TRY_VOID(co_await api::update_stored(call, write, name, change, api::CreateIfAbsent::kNo));
  co_return Result<void>();
}

// A Pod that is not ready goes without being counted, as long as it does not become ready.
Task<Result<ActionAnswer>> evict_unhealthy(api::Call& call, v1::Pod pod, std::string_view budget_name, DeleteOptions options) {
  const bool version_was_given = options.precondition_resource_version.has_value();
  options.precondition_resource_version = std::string(pod.metadata().resource_version());
  const std::string name(pod.metadata().name());
  const Result<void> deleted = co_await mark_and_delete(call, name, options);
  if (deleted) co_return ActionAnswer{};
  const bool was_changed = deleted.error().reason() == "Conflict" && !version_was_given;
  co_return fail(was_changed ? budget_is_being_processed(budget_name) : deleted.error());
}

Task<Result<ActionAnswer>> evict_by_budget(const ActionCall& action, api::Call& call, const DeleteOptions& options) {
  PINTLE_CO_TRY(const Document document, read_pod(call, action.name));
  const v1::Pod pod = pod_of(document);
  PINTLE_CO_TRY(std::vector<Document> budgets, budgets_of(resource(action.call, "policy", "poddisruptionbudgets"), pod));
  if (budgets.size() > 1) co_return ActionAnswer{.failure = Status({.code = 500, .message = std::string(kTwoBudgets)})};
  if (budgets.size() == 1) {
    const policy::v1::PodDisruptionBudget budget(&budgets[0].root());
    if (!is_pod_ready(pod) && lets_unhealthy_go(budget)) co_return co_await evict_unhealthy(call, pod, budget.metadata().name(), options);
    PINTLE_CO_TRY_VOID(co_await take_from(action, std::move(budgets[0]), options.dry_run));
  }
  PINTLE_CO_TRY_VOID(co_await mark_and_delete(call, action.name, options));
  co_return ActionAnswer{};
}

}  // namespace

Task<Result<ActionAnswer>> evict_pod(ActionCall& action) {
  const policy::v1::Eviction eviction(&action.body.root());
  if (eviction.metadata().name() != action.name) co_return fail(Status::bad_request("name in URL does not match name in Eviction object"));
  PINTLE_CO_TRY(const DeleteOptions options, delete_options(action));
  PINTLE_CO_TRY_VOID(co_await action.validate_admission());
  api::Call call = api::call_of(action.call, action.call.resource);
  PINTLE_CO_TRY(std::optional<ActionAnswer> answer, co_await evict_without_budget(call, action.name, options));
  if (answer) co_return *std::move(answer);
  co_return co_await evict_by_budget(action, call, options);
}

}  // namespace pintle::core
