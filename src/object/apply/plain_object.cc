#include "object/apply/plain_object.h"

#include "object/unstructured.h"

namespace pintle::object {

std::optional<PlainObject> PlainConverter::convert(const PlainObject& object, std::string_view api_version) {
  if (api_version == object.api_version) return object;
  if (!request_.convert) return std::nullopt;
  const auto typed = from_unstructured(*object.type, object.value, arena_, nullptr);
  if (!typed) return std::nullopt;
  auto converted = request_.convert(*typed, api_version);
  if (!converted) return std::nullopt;
  const Document& document = documents_.emplace_back(*std::move(converted));
  return PlainObject{api_version, document.type(), to_unstructured(*document.type(), document.root(), arena_)};
}

}  // namespace pintle::object
