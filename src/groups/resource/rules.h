// What the kinds of resource.k8s.io have in common: names, sizes, selectors, taints and tolerations of devices.
//
//   validate_set(claim.requests(), kRequestsMax, path, errors, validate_request, name_of);
//
// Errors in upstream's order. Expressions are not compiled. Thread: pure. Source: pkg/apis/resource/validation/validation.go.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "object/field_error.h"
#include "object/field_path.h"
#include "views/resource_v1_mut.h"

namespace pintle::resource {

inline constexpr int64_t kNoLimit = -1;

void validate_device_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_pool_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_share_id(std::string_view uid, const object::FieldPath& path, object::ErrorList& errors);
// "identifier" or "domain/identifier"; fully qualified: the latter.
void validate_qualified_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_fully_qualified_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);

void validate_selectors(object::ListView<v1::DeviceSelector> selectors, const object::FieldPath& path, object::ErrorList& errors);
void validate_opaque_configuration(v1::OpaqueDeviceConfiguration config, const object::FieldPath& path, object::ErrorList& errors);
void validate_toleration(v1::DeviceToleration toleration, const object::FieldPath& path, object::ErrorList& errors);
void validate_taint(v1::DeviceTaint taint, const object::FieldPath& path, object::ErrorList& errors);
void validate_binding_conditions(object::ListView<std::string_view> conditions, object::ListView<std::string_view> failures,
                                 const object::FieldPath& path, object::ErrorList& errors);
// A JSON object of limited size.
enum class StoredBefore : uint8_t { kNo, kYes };
void validate_json_object(std::string_view json, size_t bytes_max, StoredBefore stored, const object::FieldPath& path,
                          object::ErrorList& errors);

// Too many items are not looked at one by one.
template <class T, class Validate>
void validate_list(object::ListView<T> items, int64_t count_max, const object::FieldPath& path, object::ErrorList& errors,
                   Validate validate) {
  const auto count = static_cast<int64_t>(items.size());
  if (count_max >= 0 && count > count_max) {
    errors.too_many(path, count, count_max);
    return;
  }
  for (auto [index, item] : items.enumerate()) validate(item, path.index(index), errors);
}

// The same of a list whose items have keys of their own. `printed` is how an error shows a key.
template <class T, class Validate, class Key, class Printed>
void validate_set(object::ListView<T> items, int64_t count_max, const object::FieldPath& path, object::ErrorList& errors, Validate validate,
                  Key key_of, Printed printed) {
  const size_t before = errors.size();
  validate_list(items, count_max, path, errors, validate);
  if (count_max >= 0 && static_cast<int64_t>(items.size()) > count_max && errors.size() > before) return;
  std::set<std::string> keys;
  for (auto [index, item] : items.enumerate()) {
    const std::string key(key_of(item));
    if (!keys.insert(key).second) errors.duplicate(path.index(index), printed(key));
  }
}

template <class T, class Validate, class Key>
void validate_set(object::ListView<T> items, int64_t count_max, const object::FieldPath& path, object::ErrorList& errors, Validate validate,
                  Key key_of) {
  validate_set(items, count_max, path, errors, validate, key_of, [](const std::string& key) { return object::quoted(key); });
}

}  // namespace pintle::resource
