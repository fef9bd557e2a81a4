// StatefulSet: Pods with stable names and storage. Source: apps/v1 StatefulSet; pkg/registry/apps/statefulset.
#include "api/metadata_rules.h"
#include "groups/apps/apps.h"
#include "groups/apps/stateful_set_rules.h"
#include "groups/apps/status_counts.h"
#include "groups/core/persistent_volume_claim_rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/validation.h"
#include "views/apps_v1_mut.h"

namespace pintle::apps {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr int32_t kDefaultRevisions = 10;

ObjectMeta meta_of(v1::StatefulSet set) { return ObjectMeta(set.metadata().node()); }

void set_strategy_defaults(v1::StatefulSetUpdateStrategyMut strategy) {
  if (strategy.type().empty()) {
    strategy.set_type("RollingUpdate");
    strategy.ensure_rolling_update();
  }
  if (strategy.type() == "RollingUpdate" && strategy.has_rolling_update() && !strategy.rolling_update().has_partition())
    strategy.rolling_update().set_partition(0);
}

void set_retention_defaults(v1::StatefulSetPersistentVolumeClaimRetentionPolicyMut policy) {
  if (policy.when_deleted().empty()) policy.set_when_deleted("Retain");
  if (policy.when_scaled().empty()) policy.set_when_scaled("Retain");
}

// A claim in a list has no kind of its own in the store, but always one for clients.
void set_claim_kinds(v1::StatefulSetMut set) {
  if (!set.spec().has_volume_claim_templates()) return;
  for (const core::v1::PersistentVolumeClaimMut claim : set.spec().volume_claim_templates()) {
    claim.set_kind("PersistentVolumeClaim");
    claim.set_api_version("v1");
  }
}

void set_claim_defaults(v1::StatefulSetMut set) {
  if (!set.spec().has_volume_claim_templates()) return;
  for (const core::v1::PersistentVolumeClaimMut claim : set.spec().volume_claim_templates()) {
    if (claim.status().phase().empty()) claim.ensure_status().set_phase("Pending");
    core::set_claim_spec_defaults(claim.ensure_spec());
  }
}

void set_defaults(v1::StatefulSetMut set) {
  const v1::StatefulSetSpecMut spec = set.ensure_spec();
  if (spec.pod_management_policy().empty()) spec.set_pod_management_policy("OrderedReady");
  set_strategy_defaults(spec.ensure_update_strategy());
  set_retention_defaults(spec.ensure_persistent_volume_claim_retention_policy());
  if (!spec.has_replicas()) spec.set_replicas(1);
  if (!spec.has_revision_history_limit()) spec.set_revision_history_limit(kDefaultRevisions);
  core::set_pod_template_defaults(spec.ensure_template());
  set_claim_defaults(set);
  set_claim_kinds(set);
}

// MaxUnavailableStatefulSet is off: only those who have the field already keep it.
void drop_disabled_fields(v1::StatefulSetMut set, v1::StatefulSet old) {
  const v1::RollingUpdateStatefulSetStrategyMut update = set.spec().update_strategy().rolling_update();
  if (!old.spec().update_strategy().rolling_update().has_max_unavailable()) update.clear_max_unavailable();
  core::drop_disabled_pod_template_fields(set.spec().ensure_template(), old.spec().template_());
}

void prepare_create(v1::StatefulSetMut set, const api::HookContext&) { drop_disabled_fields(set, {}); }

void prepare_update(v1::StatefulSetMut set, v1::StatefulSet old, const api::HookContext&) { drop_disabled_fields(set, old); }

void validate(v1::StatefulSet set, ErrorList& errors) { validate_stateful_set_spec(set.spec(), {}, errors); }

void validate_update(v1::StatefulSet set, v1::StatefulSet old, ErrorList& errors) {
  api::validate_metadata_update(kStatefulSet, meta_of(set), meta_of(old), errors);
  validate_stateful_set_spec(set.spec(), old.spec(), errors);
}

void validate_status_update(v1::StatefulSet set, v1::StatefulSet old, ErrorList& errors) {
  const FieldPath path("status");
  const v1::StatefulSetStatus status = set.status();
  validate_counts({{"replicas", status.replicas()},
                   {"readyReplicas", status.ready_replicas()},
                   {"currentReplicas", status.current_replicas()},
                   {"updatedReplicas", status.updated_replicas()},
                   {"availableReplicas", status.available_replicas()},
                   {"observedGeneration", status.observed_generation()},
                   {"collisionCount", status.collision_count()}},
                  path, errors);
  validate_within_replicas(status.replicas(),
                           {{"readyReplicas", status.ready_replicas()},
                            {"currentReplicas", status.current_replicas()},
                            {"updatedReplicas", status.updated_replicas()},
                            {"availableReplicas", status.available_replicas()}},
                           path, errors);
  validate_available_within_ready(status.available_replicas(), status.ready_replicas(), "cannot be greater than status.readyReplicas", path,
                                  errors);
  api::validate_metadata_update(kStatefulSet, meta_of(set), meta_of(old), errors);
  validate_collision_count(status.collision_count(), old.status().collision_count(), path, errors);
}

void warnings(v1::StatefulSet set, v1::StatefulSet old, std::vector<std::string>& warnings) {
  const FieldPath path("spec");
  if (!old.present() || meta_of(set).generation() != meta_of(old).generation())
    core::pod_template_warnings(set.spec().template_(), old.spec().template_(), path.child("template"), warnings);
  for (auto [index, claim] : set.spec().volume_claim_templates().enumerate()) {
    const FieldPath claim_path = path.child("volumeClaimTemplates").index(index);
    core::warn_claim_spec(claim.spec(), old.present() ? claim_path.child("Spec") : claim_path, warnings);
  }
  if (set.spec().revision_history_limit().value_or(0) < 0)
    warnings.push_back("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
}

Result<void> from_storage(object::Document& document) {
  set_claim_kinds(v1::StatefulSetMut(&document.root(), document.arena()));
  return {};
}

Result<void> to_storage(object::Document&) { return {}; }

void row(v1::StatefulSet set, int64_t now_seconds, api::Cells& cells) {
  const object::ListView containers = set.spec().template_().spec().containers();
  cells.text(set.metadata().name());
  cells.text(std::to_string(set.status().ready_replicas()) + "/" + std::to_string(set.spec().replicas().value_or(0)));
  cells.age(set.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(containers));
  cells.text(groups::container_images(containers));
}

}  // namespace

const api::Kind kStatefulSet = {
    .group = "apps",
    .version = "v1",
    .kind = "StatefulSet",
    .resource = "statefulsets",
    .singular = "statefulset",
    .short_names = {"sts"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/statefulsets/",
    .to_storage = to_storage,
    .from_storage = from_storage,
    .columns =
        {
            api::kNameColumn,
            {.name = "Ready", .type = "string", .description = "Number of the pod with ready state"},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warnings>,
    .validate_name = object::name_is_dns_label,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps
