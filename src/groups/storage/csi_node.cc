// CSINode: the CSI drivers on a Node. Source: storage.k8s.io/v1 CSINode; pkg/registry/storage/csinode.
#include <set>

#include "api/metadata_rules.h"
#include "groups/core/volume_source_rules.h"
#include "groups/hook.h"
#include "groups/internal_json.h"
#include "groups/storage/rules.h"
#include "groups/storage/storage.h"
#include "object/equality.h"
#include "views/storage_v1_mut.h"

namespace pintle::storage {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

constexpr size_t kNodeIdBytesMax = 256;

ObjectMeta meta_of(v1::CSINode node) { return ObjectMeta(node.metadata().node()); }

void row(v1::CSINode node, int64_t now_seconds, api::Cells& cells) {
  cells.text(node.metadata().name());
  cells.number(static_cast<int64_t>(node.spec().drivers().size()));
  cells.age(node.metadata().creation_timestamp(), now_seconds);
}

void validate_driver(v1::CSINodeDriver driver, const FieldPath& path, ErrorList& errors) {
  core::validate_csi_driver_name(driver.name(), path.child("name"), errors);
  if (driver.node_id().empty()) errors.required(path.child("nodeID"), "");
  if (driver.node_id().size() > kNodeIdBytesMax)
    errors.invalid(path.child("nodeID"), quoted(driver.node_id()), "must be 256 characters or less");
  if (driver.allocatable().count())
    object::validate_nonnegative(*driver.allocatable().count(), path.child("allocatable").child("count"), errors);
}

void validate_topology_keys(v1::CSINodeDriver driver, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> keys;
  for (const std::string_view key : driver.topology_keys()) {
    if (key.empty()) errors.required(path, "");
    if (!keys.insert(key).second) errors.duplicate(path, quoted(key));
    errors.invalid_text_each(path, key, object::is_qualified_name(key));
  }
}

void validate(v1::CSINode node, ErrorList& errors) {
  std::set<std::string_view> names;
  for (auto [index, driver] : node.spec().drivers().enumerate()) {
    const FieldPath path = FieldPath("spec").child("drivers").index(index);
    validate_driver(driver, path, errors);
    if (!names.insert(driver.name()).second) errors.duplicate(path.child("name"), quoted(driver.name()));
    validate_topology_keys(driver, path, errors);
  }
}

// How many volumes a driver can attach may change, nothing else of it.
void validate_driver_is_kept(v1::CSINodeDriver driver, v1::CSINodeDriver old, ErrorList& errors) {
  object::Arena arena;
  object::Value after = object::deep_copy(*driver.node(), arena);
  object::Value before = object::deep_copy(*old.node(), arena);
  v1::CSINodeDriverMut(&after, arena).clear_allocatable();
  v1::CSINodeDriverMut(&before, arena).clear_allocatable();
  if (!object::semantic_equal(v1::CSINodeDriver::schema_type(), &after, &before))
    errors.invalid(FieldPath("spec").child("drivers"), groups::internal_json_line(v1::CSINodeDriver(&after)), object::kImmutableError);
}

void validate_update(v1::CSINode node, v1::CSINode old, ErrorList& errors) {
  api::validate_metadata(kCSINode, meta_of(node), errors);
  validate(node, errors);
  for (const v1::CSINodeDriver old_driver : old.spec().drivers())
    for (const v1::CSINodeDriver driver : node.spec().drivers())
      if (driver.name() == old_driver.name()) validate_driver_is_kept(driver, old_driver, errors);
}

}  // namespace

const api::Kind kCSINode = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSINode",
    .resource = "csinodes",
    .singular = "csinode",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/csinodes/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Drivers", .type = "integer", .description = "Drivers indicates the number of CSI drivers registered on the node"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage
