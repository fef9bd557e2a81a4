// CSIStorageCapacity: how much of a StorageClass is left in a part of the cluster. Source: storage.k8s.io/v1 CSIStorageCapacity;
// pkg/registry/storage/csistoragecapacity.
#include "api/metadata_rules.h"
#include "groups/core/node_label_warnings.h"
#include "groups/core/resource_amounts.h"
#include "groups/hook.h"
#include "groups/storage/rules.h"
#include "groups/storage/storage.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/label_selector.h"
#include "views/storage_v1.h"

namespace pintle::storage {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::CSIStorageCapacity capacity) { return ObjectMeta(capacity.metadata().node()); }

void validate_with(v1::CSIStorageCapacity capacity, object::LabelSelectorRules rules, ErrorList& errors) {
  object::validate_label_selector(capacity.node_topology().node(), rules, FieldPath("nodeTopology"), errors);
  validate_class_name(capacity.storage_class_name(), FieldPath("storageClassName"), errors);
  if (capacity.capacity()) core::validate_nonnegative_amount(*capacity.capacity(), FieldPath("capacity"), errors);
}

void validate(v1::CSIStorageCapacity capacity, ErrorList& errors) { validate_with(capacity, {}, errors); }

bool has_invalid_selector(v1::CSIStorageCapacity capacity) {
  ErrorList errors;
  object::validate_label_selector(capacity.node_topology().node(), {}, FieldPath(), errors);
  return !errors.empty();
}

std::string printed(meta::v1::LabelSelector selector) {
  std::string text;
  if (!selector) return "null";
  object::encode_json(meta::v1::LabelSelector::schema_type(), *selector.node(), text);
  return text;
}

void validate_update(v1::CSIStorageCapacity capacity, v1::CSIStorageCapacity old, ErrorList& errors) {
  api::validate_metadata(kCSIStorageCapacity, meta_of(capacity), errors);
  validate_with(capacity, {.allow_invalid_values = has_invalid_selector(old)}, errors);
  api::validate_metadata_update(kCSIStorageCapacity, meta_of(capacity), meta_of(old), errors);
  const meta::v1::LabelSelector topology = capacity.node_topology();
  const meta::v1::LabelSelector old_topology = old.node_topology();
  if (topology.present() != old_topology.present() ||
      !object::semantic_equal(meta::v1::LabelSelector::schema_type(), topology.node(), old_topology.node()))
    errors.invalid(FieldPath("nodeTopology"), printed(topology), object::kImmutableError);
  if (capacity.storage_class_name() != old.storage_class_name())
    errors.invalid(FieldPath("storageClassName"), object::quoted(capacity.storage_class_name()), object::kImmutableError);
}

void warn(v1::CSIStorageCapacity capacity, v1::CSIStorageCapacity, std::vector<std::string>& warnings) {
  core::warn_node_selector(capacity.node_topology(), FieldPath("nodeTopology"), warnings);
}

}  // namespace

const api::Kind kCSIStorageCapacity = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIStorageCapacity",
    .resource = "csistoragecapacities",
    .singular = "csistoragecapacity",
    .key_prefix = "/registry/csistoragecapacities/",
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .unconditional_update = false,
};

}  // namespace pintle::storage
