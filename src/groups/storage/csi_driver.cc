// CSIDriver: how Kubernetes works with a CSI volume driver. Source: storage.k8s.io/v1 CSIDriver; pkg/registry/storage/csidriver.
#include <algorithm>
#include <set>

#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/internal_json.h"
#include "groups/row_text.h"
#include "groups/storage/storage.h"
#include "object/equality.h"
#include "views/storage_v1_mut.h"

namespace pintle::storage {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr std::string_view kDefaultGroupPolicy = "ReadWriteOnceWithFSType";
constexpr std::string_view kGroupPolicies[] = {"File", "None", kDefaultGroupPolicy};
constexpr std::string_view kLifecycleModes[] = {"Persistent", "Ephemeral"};
constexpr int64_t kUpdatePeriodSecondsMin = 10;
constexpr int64_t kTokenSecondsMin = 600;
constexpr int64_t kTokenSecondsMax = int64_t{1} << 32;
constexpr std::string_view kSecretsRecommended =
    "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in "
    "volume attributes";

ObjectMeta meta_of(v1::CSIDriver driver) { return ObjectMeta(driver.metadata().node()); }

std::string token_requests_of(v1::CSIDriverSpec spec) {
  if (!spec.has_token_requests()) return std::string(groups::kUnset);
  std::vector<std::string> audiences;
  for (const v1::TokenRequest request : spec.token_requests()) audiences.emplace_back(request.audience());
  return groups::joined(audiences);
}

void row(v1::CSIDriver driver, int64_t now_seconds, api::Cells& cells) {
  const v1::CSIDriverSpec spec = driver.spec();
  cells.text(driver.metadata().name());
  cells.boolean(spec.attach_required().value_or(true));
  cells.boolean(spec.pod_info_on_mount().value_or(false));
  cells.boolean(spec.storage_capacity().value_or(false));
  cells.text(token_requests_of(spec));
  cells.boolean(spec.requires_republish().value_or(false));
  cells.text(groups::or_else(groups::joined(spec.volume_lifecycle_modes()), groups::kNone));
  cells.age(driver.metadata().creation_timestamp(), now_seconds);
}

// Counts changes of spec only; a new driver has none.
void set_defaults(v1::CSIDriverMut driver) {
  const v1::CSIDriverSpecMut spec = driver.ensure_spec();
  if (!spec.has_attach_required()) spec.set_attach_required(true);
  if (!spec.has_pod_info_on_mount()) spec.set_pod_info_on_mount(false);
  if (!spec.has_storage_capacity()) spec.set_storage_capacity(false);
  if (!spec.has_fs_group_policy()) spec.set_fs_group_policy(kDefaultGroupPolicy);
  if (spec.volume_lifecycle_modes().empty()) spec.ensure_volume_lifecycle_modes().append("Persistent");
  if (!spec.has_requires_republish()) spec.set_requires_republish(false);
  if (!spec.has_se_linux_mount()) spec.set_se_linux_mount(false);
}

// preventPodSchedulingIfMissing needs a feature that is off.
void prepare_create(v1::CSIDriverMut driver, const api::HookContext&) { driver.spec().clear_prevent_pod_scheduling_if_missing(); }

void prepare_update(v1::CSIDriverMut driver, v1::CSIDriver old, const api::HookContext&) {
  if (!old.spec().has_prevent_pod_scheduling_if_missing()) driver.spec().clear_prevent_pod_scheduling_if_missing();
  const schema::Type& spec = v1::CSIDriverSpec::schema_type();
  if (!object::semantic_equal(spec, driver.spec().node(), old.spec().node()))
    driver.ensure_metadata().set_generation(old.metadata().generation() + 1);
}

void validate_token_requests(object::ListView<v1::TokenRequest> requests, ErrorList& errors) {
  std::set<std::string_view> audiences;
  for (auto [index, request] : requests.enumerate()) {
    const FieldPath path = FieldPath("spec").child("tokenRequests").index(index);
    if (!audiences.insert(request.audience()).second) {
      errors.duplicate(path.child("audience"), object::quoted(request.audience()));
      continue;
    }
    const int64_t seconds = request.expiration_seconds().value_or(kTokenSecondsMin);
    if (seconds < kTokenSecondsMin)
      errors.invalid(path.child("expirationSeconds"), std::to_string(seconds), "may not specify a duration less than 10 minutes");
    if (seconds > kTokenSecondsMax)
      errors.invalid(path.child("expirationSeconds"), std::to_string(seconds), "may not specify a duration larger than 2^32 seconds");
  }
}

void validate(v1::CSIDriver driver, ErrorList& errors) {
  const v1::CSIDriverSpec spec = driver.spec();
  const FieldPath path("spec");
  if (!spec.has_attach_required()) errors.required(path.child("attachedRequired"), "");
  if (!spec.has_pod_info_on_mount()) errors.required(path.child("podInfoOnMount"), "");
  if (!spec.has_storage_capacity()) errors.required(path.child("storageCapacity"), "");
  const auto policy = spec.fs_group_policy();
  if (policy && std::ranges::find(kGroupPolicies, *policy) == std::end(kGroupPolicies))
    errors.not_supported(path.child("fsGroupPolicy"), object::json_quoted(*policy), kGroupPolicies);
  validate_token_requests(spec.token_requests(), errors);
  for (const std::string_view mode : spec.volume_lifecycle_modes())
    if (std::ranges::find(kLifecycleModes, mode) == std::end(kLifecycleModes))
      errors.not_supported(path.child("volumeLifecycleModes"), object::json_quoted(mode), kLifecycleModes);
  if (!spec.has_se_linux_mount()) errors.required(path.child("seLinuxMount"), "");
  const auto period = spec.node_allocatable_update_period_seconds();
  if (period && *period < kUpdatePeriodSecondsMin)
    errors.invalid(path.child("nodeAllocatableUpdatePeriodSeconds"), std::to_string(*period),
                   "must be greater than or equal to 10 seconds");
  const auto in_secrets = spec.service_account_token_in_secrets();
  if (in_secrets && spec.token_requests().empty())
    errors.invalid(path.child("serviceAccountTokenInSecrets"), *in_secrets ? "true" : "false",
                   "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
}

bool same_modes(object::ListView<std::string_view> left, object::ListView<std::string_view> right) {
  if (left.size() != right.size()) return false;
  for (auto [index, mode] : left.enumerate())
    if (mode != right[index]) return false;
  return true;
}

void validate_update(v1::CSIDriver driver, v1::CSIDriver old, ErrorList& errors) {
  api::validate_metadata_update(kCSIDriver, meta_of(driver), meta_of(old), errors);
  validate(driver, errors);
  const FieldPath path("spec");
  const auto attach = driver.spec().attach_required();
  if (attach != old.spec().attach_required())
    errors.invalid(path.child("attachedRequired"), attach ? (*attach ? "true" : "false") : "null", object::kImmutableError);
  if (!same_modes(driver.spec().volume_lifecycle_modes(), old.spec().volume_lifecycle_modes()))
    errors.invalid(path.child("volumeLifecycleModes"), groups::list_json(driver.spec().volume_lifecycle_modes()), object::kImmutableError);
}

void warn(v1::CSIDriver driver, v1::CSIDriver old, std::vector<std::string>& warnings) {
  const v1::CSIDriverSpec spec = driver.spec();
  if (spec.token_requests().empty() || spec.service_account_token_in_secrets()) return;
  const int field = v1::CSIDriverSpec::schema_type().find("tokenRequests");
  const auto requests_of = [&](v1::CSIDriver of) { return of.spec() ? of.spec().node()->get(static_cast<uint16_t>(field)) : nullptr; };
  if (old &&
      object::semantic_equal(v1::CSIDriverSpec::schema_type().fields[static_cast<size_t>(field)], requests_of(driver), requests_of(old)))
    return;
  warnings.emplace_back(kSecretsRecommended);
}

}  // namespace

const api::Kind kCSIDriver = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIDriver",
    .resource = "csidrivers",
    .singular = "csidriver",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/csidrivers/",
    .columns =
        {
            api::kNameColumn,
            {.name = "AttachRequired", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "attachRequired"}},
            {.name = "PodInfoOnMount", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "podInfoOnMount"}},
            {.name = "StorageCapacity", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "storageCapacity"}},
            {.name = "TokenRequests", .type = "string", .documented_by = {"storage.v1.CSIDriverSpec", "tokenRequests"}},
            {.name = "RequiresRepublish", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "requiresRepublish"}},
            {.name = "Modes", .type = "string", .documented_by = {"storage.v1.CSIDriverSpec", "volumeLifecycleModes"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage
