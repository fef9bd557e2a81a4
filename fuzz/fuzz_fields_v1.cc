// managedFields of a client: any text gives a set or an error; what is written is read again as the same set, and the algebra of sets
// holds.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "object/apply/reconcile.h"
#include "object/field_set.h"
#include "schema/type.h"

using pintle::object::Arena;
using pintle::object::FieldSet;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Arena arena;
  const auto set = FieldSet::parse({reinterpret_cast<const char*>(data), size}, arena);
  if (!set) return 0;
  std::string json;
  set->append_json(json);
  const auto again = FieldSet::parse(json, arena);
  require(again.has_value() && *again == *set);

  static Arena names;
  static const FieldSet some = FieldSet::of(names, {{"spec"}, {"metadata", "labels"}, {"spec", "containers"}});
  require(set->without(*set, arena).empty());
  require(set->united(*set, arena) == *set);
  const FieldSet common = set->intersected(some, arena);
  require(common.size() + set->without(some, arena).size() == set->size());
  require(set->without_recursively(some, arena).size() <= set->without(some, arena).size());
  reconciled(*set, *pintle::schema::find_builtin_kind("", "v1", "Pod"), arena);
  return 0;
}
