// Bodies of PATCH: the first byte says which kind, the rest is the patch of a Pod. Any patch gives an object that can be written and read
// again, or an error. A merge patch gives what RFC 7386 says, by the algorithm of its second section on plain JSON.
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

// RFC 7386, section 2: MergePatch(Target, Patch).
Value merge(const Value& target, const Value& patch, Arena& arena) {
  if (!patch.is_map()) return patch;
  Value result = Value::empty_map();
  if (target.is_map())
    for (const Entry& entry : target.entries()) result.set(arena, entry.key, entry.value);
  for (const Entry& entry : patch.entries()) {
    const Value* old = result.get(entry.key);
    if (entry.value.is_null())
      result.erase(entry.key);
    else
      result.set(arena, entry.key, merge(old ? *old : Value(), entry.value, arena));
  }
  return result;
}

std::string json_of(const schema::Type& type, const Value& value) {
  std::string json;
  encode_json(type, value, json);
  return json;
}

// Nulls in lists and duplicate members are left to the unit tests: upstream's library has ways of its own.
bool is_plain(const Value& value) {
  for (const Value& item : value.items())
    if (item.is_null() || !is_plain(item)) return false;
  for (const Entry& entry : value.entries())
    if (!is_plain(entry.value)) return false;
  return true;
}

void check_merge(const Fixture& fixture, std::string_view text, const Value& patched) {
  auto patch = decode_json(any_type(), Bytes::copy(text));
  if (!patch || !patch->document.root().is_map() || !is_plain(patch->document.root())) return;
  const auto target = decode_json(any_type(), Bytes::copy(json_of(fixture.type, fixture.pod.root())));
  const Value merged = merge(target->document.root(), patch->document.root(), patch->document.arena());
  const auto wanted = decode_json(fixture.type, Bytes::copy(json_of(any_type(), merged)));
  if (!wanted || json_of(fixture.type, wanted->document.root()) != json_of(fixture.type, patched)) std::abort();
}

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
  if (kind == PatchKind::kMerge) check_merge(fixture, {reinterpret_cast<const char*>(data) + 1, size - 1}, patched->object.root());
  const std::string json = json_of(fixture.type, patched->object.root());
  const auto again = decode_json(fixture.type, Bytes::copy(json));
  if (!again) std::abort();
  if (json_of(fixture.type, again->document.root()) != json) std::abort();
  return 0;
}
