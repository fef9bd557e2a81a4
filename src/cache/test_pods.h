// Pods in their storage encoding, and small JSON objects, for the tests and benchmarks of the cache. Written by hand, so that the
// cache is not tested by means of the codecs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "cache/resource_spec.h"
#include "schema/type.h"

namespace pintle::cache {

struct TestPod {
  std::string namespace_name = "default";
  std::string name = "web";
  std::string node = "";
  std::map<std::string, std::string> labels = {};
  size_t filler_bytes = 0;  // an annotation of this size

  std::string key() const { return "/registry/pods/" + namespace_name + "/" + name; }
};

inline void append_varint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}
inline void append_field(uint32_t number, std::string_view bytes, std::string& out) {
  append_varint(number << 3 | 2, out);
  append_varint(bytes.size(), out);
  out += bytes;
}
inline std::string map_entry(std::string_view key, std::string_view value) {
  std::string entry;
  append_field(1, key, entry);
  append_field(2, value, entry);
  return entry;
}

inline std::string envelope(std::string_view api_version, std::string_view kind, std::string_view message) {
  std::string type_meta;
  append_field(1, api_version, type_meta);
  append_field(2, kind, type_meta);
  std::string out("k8s\0", 4);
  append_field(1, type_meta, out);
  append_field(2, message, out);
  append_field(3, "", out);
  append_field(4, "", out);
  return out;
}

inline Bytes pod_bytes(const TestPod& pod) {
  std::string metadata;
  append_field(1, pod.name, metadata);
  append_field(3, pod.namespace_name, metadata);
  for (const auto& [key, value] : pod.labels) append_field(11, map_entry(key, value), metadata);
  if (pod.filler_bytes > 0) append_field(12, map_entry("filler", std::string(pod.filler_bytes, 'x')), metadata);
  std::string spec;
  append_field(10, pod.node, spec);
  std::string message;
  append_field(1, metadata, message);
  append_field(2, spec, message);
  return Bytes::take(envelope("v1", "Pod", message));
}

inline ResourceSpec pods_spec() {
  return {
      .name = "pods",
      .key_prefix = "/registry/pods/",
      .type = schema::find_builtin_kind("", "v1", "Pod"),
      .selectable_fields = {
          {.name = "metadata.name"}, {.name = "metadata.namespace"}, {.name = "spec.nodeName", .indexed = true}, {.name = "status.phase"}}};
}

}  // namespace pintle::cache
