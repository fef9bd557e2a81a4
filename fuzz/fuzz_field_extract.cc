// Stored bytes, of a disk or of somebody else's etcd: labels and selectable fields come out or an error, and lie where they may.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "object/field_extract.h"
#include "schema/type.h"

namespace {

using pintle::object::Attributes;
using pintle::object::FieldExtractor;

const FieldExtractor& extractor(bool typed) {
  static const std::vector<std::string> paths = {"metadata.name", "spec.nodeName", "spec.hostNetwork", "metadata.generation"};
  static const FieldExtractor of_pod = *FieldExtractor::compile(pintle::schema::find_builtin_kind("", "v1", "Pod"), paths);
  static const FieldExtractor of_any = *FieldExtractor::compile(nullptr, paths);
  return typed ? of_pod : of_any;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view stored(reinterpret_cast<const char*>(data), size);
  Attributes attributes;
  for (const bool typed : {true, false}) {
    if (!extractor(typed).extract(stored, attributes)) continue;
    if (attributes.values.size() != 4) std::abort();
    std::string all;  // reads every byte of every view
    for (std::string_view value : attributes.values) all += value;
    for (size_t i = 0; i < attributes.labels.size(); ++i) {
      all.append(attributes.labels[i].key).append(attributes.labels[i].value);
      if (i > 0 && attributes.labels[i - 1].key >= attributes.labels[i].key) std::abort();
    }
  }
  return 0;
}
