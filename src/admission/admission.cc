#include "admission/admission.h"

#include "object/object_meta.h"

namespace pintle::admission {

namespace {

std::string_view name_of(const Attributes& attributes) {
  if (!attributes.name.empty()) return attributes.name;
  if (!attributes.object) return "Unknown";
  const object::ObjectMeta meta(*attributes.object->type(), attributes.object->root());
  if (!meta.name().empty()) return meta.name();
  return meta.generate_name().empty() ? "Unknown" : meta.generate_name();
}

}  // namespace

Task<Result<void>> Plugin::admit(Attributes&) { co_return Result<void>(); }
Task<Result<void>> Plugin::validate(const Attributes&) { co_return Result<void>(); }

Task<Result<void>> Chain::admit(Attributes& attributes) const {
  for (const auto& plugin : plugins_)
    if (plugin->handles(attributes)) PINTLE_CO_TRY_VOID(co_await plugin->admit(attributes));
  co_return Result<void>();
}

Task<Result<void>> Chain::validate(const Attributes& attributes) const {
  for (const auto& plugin : plugins_)
    if (plugin->handles(attributes)) PINTLE_CO_TRY_VOID(co_await plugin->validate(attributes));
  co_return Result<void>();
}

Status forbidden(const Attributes& attributes, std::string_view why) {
  return Status::forbidden({attributes.group, attributes.resource}, name_of(attributes), why);
}

}  // namespace pintle::admission
