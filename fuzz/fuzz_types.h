// Which types the codecs' fuzz targets try: the first byte of the input picks one, the rest is what is decoded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "schema/type.h"

namespace pintle {

inline std::pair<const schema::Type*, std::string_view> fuzz_input(const uint8_t* data, size_t size) {
  // Between them they have every kind of field, embed and hand-written type.
  static const schema::Type* const types[] = {
      schema::find_builtin_kind("", "v1", "Pod"),
      schema::find_builtin_kind("", "v1", "Secret"),
      schema::find_builtin_kind("", "v1", "Service"),
      schema::find_builtin_kind("", "v1", "Event"),
      schema::find_builtin_kind("", "v1", "PersistentVolume"),
      schema::find_builtin_kind("apps", "v1", "ControllerRevision"),
      schema::find_builtin_kind("authentication.k8s.io", "v1", "TokenReview"),
      schema::find_builtin_kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy"),
      schema::find_builtin_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"),
      schema::find_builtin_kind("resource.k8s.io", "v1", "ResourceClaim"),
  };
  if (size == 0) return {types[0], {}};
  const schema::Type* type = types[data[0] % std::size(types)];
  PINTLE_CHECK(type);
  return {type, {reinterpret_cast<const char*>(data) + 1, size - 1}};
}

}  // namespace pintle
