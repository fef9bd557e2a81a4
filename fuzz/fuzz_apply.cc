// Configurations of server-side apply, on a Pod that two managers own: any JSON gives an object and its owners, or an error; applied
// again by the same manager it changes nothing more. No field is lost and none invented: a slow reference merges the leaves.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "leaves.h"
#include "object/json.h"
#include "object/managed_fields.h"
#include "schema/type.h"

using namespace pintle;
using namespace pintle::object;

namespace {

constexpr std::string_view kPod =
    R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","labels":{"a":"b"},"managedFields":[)"
    R"({"manager":"x","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{"f:a":{}}},)"
    R"("f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:name":{},"f:image":{}}}}}},)"
    R"({"manager":"y","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:nodeSelector":{},)"
    R"("f:containers":{"k:{\"name\":\"a\"}":{"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":)"
    R"({".":{},"f:containerPort":{}}}},"k:{\"name\":\"b\"}":{".":{},"f:name":{}}}}}}]},)"
    R"("spec":{"containers":[{"name":"a","image":"i","ports":[{"containerPort":80}]},{"name":"b"}],"nodeSelector":{"n":"1"}}})";

struct Fixture {
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  Document pod = std::move(decode_json(type, Bytes::constant(kPod))->document);
};

// Any JSON null: those have rules of their own.
bool has_null(const Value& value) {
  if (value.is_null()) return true;
  for (const Value& item : value.items())
    if (has_null(item)) return true;
  for (const Entry& entry : value.entries())
    if (has_null(entry.value)) return true;
  return false;
}

// Without what is not merged (managedFields) or says what the object is.
LeafFinder leaves_of(const Document& document) {
  LeafFinder finder;
  finder.visit(*document.type(), schema::MergeKind::kUnset, {}, document.root(), "");
  std::erase_if(finder.leaves, [](const auto& leaf) {
    return leaf.first.starts_with(".metadata.managedFields") || leaf.first == ".kind" || leaf.first == ".apiVersion";
  });
  return finder;
}

void erase_below(Leaves& leaves, std::string_view path) {
  std::erase_if(leaves, [path](const auto& leaf) { return leaf.first.starts_with(path); });
}

// What must come out: what was there, less what `x` owned and does not name any more, and what it names now. Who owns an item of a list
// takes it away with all that is in it.
Leaves merged(Leaves leaves, const Leaves& config) {
  const std::string container = ".spec.containers[name=\"a\" ]";
  if (!config.contains(".metadata.labels.a")) leaves.erase(".metadata.labels.a");
  if (!config.contains(container)) erase_below(leaves, container);
  if (!config.contains(container + ".image")) leaves.erase(container + ".image");
  for (const auto& [path, text] : config) leaves.insert_or_assign(path, text);
  return leaves;
}

// Members that a configuration names with a zero value replace what was there by nothing, which the leaves do not tell.
bool names_zero(const Value& value) {
  const bool is_zero = (value.is_string() && value.size() == 0) || (value.tag() == Tag::kInt && value.as_int() == 0) ||
                       (value.tag() == Tag::kBool && !value.as_bool()) || (value.tag() == Tag::kDouble && value.as_double() == 0) ||
                       ((value.is_list() || value.is_map()) && value.size() == 0);
  if (is_zero) return true;
  for (const Value& item : value.items())
    if (names_zero(item)) return true;
  for (const Entry& entry : value.entries())
    if (names_zero(entry.value)) return true;
  return false;
}

void check_merge(const schema::Type& type, const Value& config, const Document& before, const Document& after) {
  if (has_null(config) || names_zero(config)) return;
  std::string json;
  encode_json(any_type(), config, json);
  const auto typed = decode_json(type, Bytes::take(std::move(json)));
  if (!typed) std::abort();
  const LeafFinder named = leaves_of(typed->document);
  if (named.ambiguous) std::abort();
  if (leaves_of(after).leaves != merged(leaves_of(before).leaves, named.leaves)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Fixture fixture;
  auto config = decode_json(any_type(), Bytes::copy({reinterpret_cast<const char*>(data), size}));
  if (!config || !config->document.root().is_map()) return 0;
  Document& plain = config->document;
  Value* metadata = plain.root().get("metadata");
  if (!metadata) metadata = &plain.root().set(plain.arena(), "metadata", Value::empty_map());
  if (!metadata->is_map()) return 0;
  metadata->set(plain.arena(), "name", Value::string("p"));  // a request has it, if only in its URL
  plain.root().set(plain.arena(), "apiVersion", Value::string("v1"));
  plain.root().set(plain.arena(), "kind", Value::string("Pod"));
  const ManagedRequest request{.manager = "x", .api_version = "v1", .kind = "Pod", .time = "2024-01-01T00:00:00Z"};
  const auto once = apply_configuration(fixture.type, &fixture.pod.root(), plain.root(), request, Force::kYes, {});
  if (!once) return 0;
  check_merge(fixture.type, plain.root(), fixture.pod, *once);
  const auto twice = apply_configuration(fixture.type, &once->root(), plain.root(), request, Force::kYes, {});
  if (!twice) std::abort();
  std::string first;
  encode_json(fixture.type, once->root(), first);
  std::string second;
  encode_json(fixture.type, twice->root(), second);
  // A zero value that is a key is another key than its absence, which is what becomes of it: upstream applies such an item again and again.
  if (first != second && !names_zero(plain.root())) std::abort();
  if (!decode_json(fixture.type, Bytes::copy(second))) std::abort();
  return 0;
}
