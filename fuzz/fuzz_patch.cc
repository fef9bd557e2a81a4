// Bodies of PATCH: the first byte says which kind, the rest is the patch of a Pod. Any patch gives an object that can be written and read
// again, or an error.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "object/json.h"
#include "object/patch.h"
#include "schema/type.h"

using namespace pintle;
using namespace pintle::object;

namespace {

constexpr std::string_view kPod =
    R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","labels":{"a":"b"},"finalizers":["x","y"]},"spec":{"containers":[)"
    R"({"name":"a","image":"i","env":[{"name":"E","value":"1"}],"ports":[{"containerPort":80}]},{"name":"b"}],"volumes":[)"
    R"({"name":"v","emptyDir":{}}],"nodeSelector":{"n":"1"}},"status":{"conditions":[{"type":"Ready","status":"True"}]}})";

struct Fixture {
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  Document pod = std::move(decode_json(type, Bytes::constant(kPod))->document);
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Fixture fixture;
  if (size == 0) return 0;
  const auto kind = static_cast<PatchKind>(data[0] % 3);
  const auto validation = static_cast<FieldValidation>(data[0] / 3 % 3);
  const auto patch = Patch::parse(kind, Bytes::copy({reinterpret_cast<const char*>(data) + 1, size - 1}), validation);
  if (!patch) return 0;
  const auto patched = patch->apply(fixture.type, fixture.pod.root());
  if (!patched) return 0;
  std::string json;
  encode_json(fixture.type, patched->object.root(), json);
  const auto again = decode_json(fixture.type, Bytes::copy(json));
  if (!again) std::abort();
  std::string same;
  encode_json(fixture.type, again->document.root(), same);
  if (same != json) std::abort();
  return 0;
}
