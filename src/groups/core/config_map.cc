// ConfigMap: configuration data in keys. Source: core/v1 ConfigMap; pkg/registry/core/configmap, pkg/apis/core/validation.
#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/hook.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr size_t kDataBytesMax = 1 << 20;  // values of data and binaryData together
constexpr std::string_view kDuplicateKey = "duplicate of key present in binaryData";
constexpr std::string_view kNoChange = "field is immutable when `immutable` is set";

using Data = object::MapView<std::string_view>;

ObjectMeta meta_of(v1::ConfigMap map) { return ObjectMeta(map.metadata().node()); }

size_t bytes_of(Data data) {
  size_t bytes = 0;
  for (auto [key, value] : data) bytes += value.size();
  return bytes;
}

void validate(v1::ConfigMap map, ErrorList& errors) {
  for (auto [key, value] : map.data()) {
    const FieldPath path = FieldPath("data").key(key);
    errors.invalid_each(path, go_quoted(key), object::is_config_map_key(key));
    if (map.binary_data().contains(key)) errors.invalid(path, go_quoted(key), kDuplicateKey);
  }
  for (auto [key, value] : map.binary_data())
    errors.invalid_each(FieldPath("binaryData").key(key), go_quoted(key), object::is_config_map_key(key));
  if (bytes_of(map.data()) + bytes_of(map.binary_data()) > kDataBytesMax) errors.too_long(FieldPath(""), kDataBytesMax);
}

// An empty map and none are not the same, as in upstream.
bool same(bool has_left, Data left, bool has_right, Data right) {
  if (has_left != has_right || left.size() != right.size()) return false;
  for (auto [key, value] : left)
    if (!right.contains(key) || right.get(key) != value) return false;
  return true;
}

void validate_update(v1::ConfigMap map, v1::ConfigMap old, ErrorList& errors) {
  api::validate_metadata_update(kConfigMap, meta_of(map), meta_of(old), errors);
  if (old.immutable().value_or(false)) {
    if (!map.immutable().value_or(false)) errors.forbidden(FieldPath("immutable"), kNoChange);
    if (!same(map.has_data(), map.data(), old.has_data(), old.data())) errors.forbidden(FieldPath("data"), kNoChange);
    if (!same(map.has_binary_data(), map.binary_data(), old.has_binary_data(), old.binary_data()))
      errors.forbidden(FieldPath("binaryData"), kNoChange);
  }
  api::validate_metadata(kConfigMap, meta_of(map), errors);
  validate(map, errors);
}

void row(v1::ConfigMap map, int64_t now_seconds, api::Cells& cells) {
  cells.text(meta_of(map).name());
  cells.number(static_cast<int64_t>(map.data().size() + map.binary_data().size()));
  cells.age(meta_of(map).creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kConfigMap = {
    .group = "",
    .version = "v1",
    .kind = "ConfigMap",
    .resource = "configmaps",
    .singular = "configmap",
    .short_names = {"cm"},
    .key_prefix = "/registry/configmaps/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Data", .type = "string", .documented_by = {"core.v1.ConfigMap", "data"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
};

}  // namespace pintle::core
