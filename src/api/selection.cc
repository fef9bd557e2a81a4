#include "api/selection.h"

#include "cache/resource_cache.h"

namespace pintle::api {
namespace {

std::vector<std::string_view> supported_fields(const Kind& kind) {
  std::vector<std::string_view> names = {"metadata.name"};
  if (kind.selects_namespace) names.push_back("metadata.namespace");
  for (const SelectableField& field : kind.selectable_fields) names.push_back(field.name);
  return names;
}

}  // namespace

Result<Selectors> read_selectors(const Call& call, const ListOptions& options) {
  Selectors selectors;
  PINTLE_TRY(selectors.labels, object::LabelSelector::parse(options.label_selector));
  PINTLE_TRY(selectors.fields, object::FieldSelector::parse(options.field_selector));
  PINTLE_TRY_VOID(validate_list_options(options));
  const Kind& kind = *call.resource.kind;
  PINTLE_TRY_VOID(selectors.fields.check(supported_fields(kind), kind.unsupported_field));
  const auto name = selectors.fields.requires_exact_match("metadata.name");
  if (!call.info.name.empty() && !selectors.fields.empty() && name != std::string_view(call.info.name))
    return fail(Status::bad_request("fieldSelector metadata.name doesn't match requested name"));
  return selectors;
}

Result<ListScope> read_scope(const Call& call, const ListOptions& options) {
  PINTLE_TRY(Selectors selectors, read_selectors(call, options));
  const object::FieldSelector& fields = selectors.fields;
  PINTLE_TRY(cache::Selection selection, cache::Selection::create(call.resource.cache->spec(), std::move(selectors.labels), fields));

  ListScope scope;
  // An all-namespaces request may still pin the namespace by a field.
  std::string_view namespace_ = call.info.namespace_;
  const auto pinned = fields.requires_exact_match("metadata.namespace");
  if (call.resource.is_namespaced() && namespace_.empty() && pinned) namespace_ = *pinned;
  scope.key_prefix = call.resource.key_prefix(namespace_);
  const auto name = fields.requires_exact_match("metadata.name");
  const std::string_view exact = name ? *name : std::string_view(call.info.name);
  if (!exact.empty() && (!call.resource.is_namespaced() || !namespace_.empty())) scope.key = scope.key_prefix + std::string(exact);
  scope.selection = std::make_shared<const cache::Selection>(std::move(selection));
  return scope;
}

}  // namespace pintle::api
