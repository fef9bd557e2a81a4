// CSIDriver: how Kubernetes works with a CSI volume driver. Source: storage.k8s.io/v1 CSIDriver; pkg/registry/storage/csidriver.
#include "groups/hook.h"
#include "groups/row_text.h"
#include "groups/storage/storage.h"
#include "object/equality.h"
#include "views/storage_v1_mut.h"

namespace pintle::storage {
namespace {

using groups::hook;

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
void prepare_update(v1::CSIDriverMut driver, v1::CSIDriver old, const api::HookContext&) {
  const schema::Type& spec = v1::CSIDriverSpec::schema_type();
  if (!object::semantic_equal(spec, driver.spec().node(), old.spec().node()))
    driver.ensure_metadata().set_generation(old.metadata().generation() + 1);
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
    .prepare_update = hook<prepare_update>,
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage
