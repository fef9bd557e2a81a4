// Configurations of server-side apply, on a Pod that two managers own: any JSON gives an object and its owners, or an error; applied
// again by the same manager it changes nothing more.
#include <cstdint>
#include <cstdlib>
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
  const auto twice = apply_configuration(fixture.type, &once->root(), plain.root(), request, Force::kYes, {});
  if (!twice) std::abort();
  std::string first;
  encode_json(fixture.type, once->root(), first);
  std::string second;
  encode_json(fixture.type, twice->root(), second);
  if (!decode_json(fixture.type, Bytes::copy(second))) std::abort();
  return 0;
}
