#include "api/version_conversion.h"

#include <algorithm>
#include <memory>

#include "object/mutable_object_meta.h"

namespace pintle::api {
namespace {

using object::Document;

bool is_same_storage(const Resource& one, const Resource& other) { return one.cache && one.cache == other.cache; }

Result<Document> convert(const Registry& registry, const Resource& resource, const object::Value& object, std::string_view api_version) {
  Document document(resource.type);
  document.root() = object::deep_copy(object, document.arena());
  if (api_version == resource.api_version) return document;
  const auto& all = registry.resources();
  const auto target = std::ranges::find_if(
      all, [&](const std::unique_ptr<Resource>& other) { return other->api_version == api_version && is_same_storage(*other, resource); });
  if (target == all.end()) return fail(Status::bad_request("no conversion to " + std::string(api_version)));
  if (resource.kind->to_storage) PINTLE_TRY_VOID(resource.kind->to_storage(document));
  if ((*target)->kind->from_storage) PINTLE_TRY_VOID((*target)->kind->from_storage(document));
  object::set_type_meta(document, (*target)->api_version, (*target)->kind->kind);
  return document;
}

}  // namespace

VersionConverter version_converter(const Registry& registry, const Resource& resource) {
  const bool has_others = std::ranges::any_of(registry.resources(), [&](const std::unique_ptr<Resource>& other) {
    return other.get() != &resource && is_same_storage(*other, resource);
  });
  if (!has_others) return nullptr;
  return [&registry, &resource](const object::Value& object, std::string_view api_version) {
    return convert(registry, resource, object, api_version);
  };
}

}  // namespace pintle::api
