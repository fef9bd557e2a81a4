// LimitRange: least, most and default resources of what is created in a namespace. Source: core/v1 LimitRange;
// pkg/registry/core/limitrange.
#include <set>

#include "api/lifecycle.h"
#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/limit_range_rules.h"
#include "groups/hook.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;

void set_defaults(v1::LimitRangeMut range) {
  for (const v1::LimitRangeItemMut item : range.spec().limits()) set_limit_defaults(item);
}

void prepare_create(v1::LimitRangeMut range, const api::HookContext&) {
  if (range.metadata().name().empty()) range.ensure_metadata().set_name(api::generate_uid());
}

void validate(v1::LimitRange range, ErrorList& errors) {
  const object::FieldPath path = object::FieldPath("spec").child("limits");
  std::set<std::string_view> types;
  for (auto [index, limit] : range.spec().limits().enumerate()) {
    validate_limit_type(limit.type(), path.index(index).child("type"), errors);
    if (!types.insert(limit.type()).second) errors.duplicate(path.index(index).child("type"), object::json_quoted(limit.type()));
    validate_limit(limit, path.index(index), errors);
  }
}

void validate_update(v1::LimitRange range, v1::LimitRange, ErrorList& errors) {
  api::validate_metadata(kLimitRange, object::ObjectMeta(range.metadata().node()), errors);
  validate(range, errors);
}

}  // namespace

const api::Kind kLimitRange = {
    .group = "",
    .version = "v1",
    .kind = "LimitRange",
    .resource = "limitranges",
    .singular = "limitrange",
    .short_names = {"limits"},
    .key_prefix = "/registry/limitranges/",
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .create_on_update = true,
};

}  // namespace pintle::core
