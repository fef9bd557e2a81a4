// Configurations of server-side apply, on a Pod that two managers own: any JSON gives an object and its owners, or an error; applied
// again by the same manager it changes nothing more. Of the fields that are simple enough for a reference of a few lines, none is lost
// and none invented.
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <string_view>

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
    R"({"manager":"y","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:nodeSelector":{}}}}]},)"
    R"("spec":{"containers":[{"name":"a","image":"i","ports":[{"containerPort":80}]},{"name":"b"}],"nodeSelector":{"n":"1"}}})";

struct Fixture {
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  Document pod = std::move(decode_json(type, Bytes::constant(kPod))->document);
};

const Value* member(const Document& document, std::string_view parent, std::string_view name) {
  const schema::Type& type = *document.type();
  const int at = type.find(parent);
  const Value* value = document.root().get(static_cast<uint16_t>(at));
  const int below = type.fields[static_cast<size_t>(at)].type->find(name);
  return value ? value->get(static_cast<uint16_t>(below)) : nullptr;
}

using Texts = std::map<std::string, std::string, std::less<>>;

Texts texts_of(const Value* map) {
  Texts texts;
  if (map && map->is_map())
    for (const Entry& entry : map->entries()) texts.emplace(entry.key, entry.value.as_string());
  return texts;
}

const Value* applied(const Value& config, std::string_view parent, std::string_view name) {
  const Value* outer = config.get(parent);
  return outer && outer->is_map() ? outer->get(name) : nullptr;
}

// Labels are owned one by one: `x` gives up `a` unless it names it again, and adds what it names. Nulls have rules of their own.
void check_labels(const Value& config, const Document& before, const Document& after) {
  const Value* given = applied(config, "metadata", "labels");
  if (given && !given->is_map()) return;
  Texts wanted = texts_of(member(before, "metadata", "labels"));
  if (!given || !given->get("a")) wanted.erase("a");
  if (given) {
    for (const Entry& entry : given->entries()) {
      if (!entry.value.is_string()) return;
      wanted.insert_or_assign(std::string(entry.key), std::string(entry.value.as_string()));
    }
  }
  if (texts_of(member(after, "metadata", "labels")) != wanted) std::abort();
}

// The node selector is owned as a whole, by `y`: it stays unless the configuration has one.
void check_node_selector(const Value& config, const Document& before, const Document& after) {
  const Value* given = applied(config, "spec", "nodeSelector");
  if (given && (!given->is_map() || given->size() == 0)) return;
  const Texts wanted = texts_of(given ? given : member(before, "spec", "nodeSelector"));
  if (texts_of(member(after, "spec", "nodeSelector")) != wanted) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Fixture fixture;
  auto config = decode_json(any_type(), Bytes::copy({reinterpret_cast<const char*>(data), size}));
  if (!config || !config->document.root().is_map()) return 0;
  Document& plain = config->document;
  plain.root().set(plain.arena(), "apiVersion", Value::string("v1"));
  plain.root().set(plain.arena(), "kind", Value::string("Pod"));
  const ManagedRequest request{.manager = "x", .api_version = "v1", .kind = "Pod", .time = "2024-01-01T00:00:00Z"};
  const auto once = apply_configuration(fixture.type, &fixture.pod.root(), plain.root(), request, Force::kYes, {});
  if (!once) return 0;
  check_labels(plain.root(), fixture.pod, *once);
  check_node_selector(plain.root(), fixture.pod, *once);
  const auto twice = apply_configuration(fixture.type, &once->root(), plain.root(), request, Force::kYes, {});
  if (!twice) std::abort();
  std::string first;
  encode_json(fixture.type, once->root(), first);
  std::string second;
  encode_json(fixture.type, twice->root(), second);
  if (!decode_json(fixture.type, Bytes::copy(second))) std::abort();
  return 0;
}
