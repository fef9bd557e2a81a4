#include "api/hidden_annotations.h"

#include "object/object_meta.h"

namespace pintle::api {

void hide_annotations(const Kind& kind, object::Value& metadata) {
  const uint16_t field = object::ObjectMetaFields::get().annotations;
  object::Value* annotations = metadata.get(field);
  if (!annotations) return;
  bool hid = false;
  for (const std::string_view name : kind.hidden_annotations) hid |= annotations->erase(name);
  if (hid && annotations->entries().empty()) metadata.erase(field);
}

}  // namespace pintle::api
