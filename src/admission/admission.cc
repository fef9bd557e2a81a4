#include "admission/admission.h"

namespace pintle::admission {

Task<Result<void>> Plugin::admit(Attributes&) { co_return Result<void>(); }
Task<Result<void>> Plugin::validate(const Attributes&) { co_return Result<void>(); }

Task<Result<void>> Chain::admit(Attributes& attributes) const {
  for (const auto& plugin : plugins_) PINTLE_CO_TRY_VOID(co_await plugin->admit(attributes));
  co_return Result<void>();
}

Task<Result<void>> Chain::validate(const Attributes& attributes) const {
  for (const auto& plugin : plugins_) PINTLE_CO_TRY_VOID(co_await plugin->validate(attributes));
  co_return Result<void>();
}

Status forbidden(const Attributes& attributes, std::string_view why) {
  std::string_view name = attributes.name;
  return Status::forbidden({attributes.group, attributes.resource}, name.empty() ? "Unknown" : name, why);
}

}  // namespace pintle::admission
