#include "object/apply/last_applied.h"

#include "object/apply/comparison.h"
#include "object/apply/typed_check.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "object/object_meta.h"

namespace pintle::object {
namespace {

std::string_view annotation_of(const Value& plain) {
  const Value* metadata = plain.get("metadata");
  const Value* annotations = metadata ? metadata->get("annotations") : nullptr;
  const Value* annotation = annotations ? annotations->get(kLastAppliedAnnotation) : nullptr;
  return annotation ? annotation->as_string() : std::string_view();
}

// The configuration as the annotation holds it: without the annotation, sorted, and with a newline.
std::string annotation_text(const Value& config) {
  Arena arena;
  Value plain = deep_copy(config, arena);
  Value* metadata = plain.get("metadata");
  Value* annotations = metadata ? metadata->get("annotations") : nullptr;
  if (annotations && annotations->is_map()) annotations->erase(kLastAppliedAnnotation);
  std::string text;
  encode_json(any_type(), plain, text);
  return text + "\n";
}

}  // namespace

std::optional<FieldSet> last_applied_fields(const schema::Type& type, const Value& plain, std::string_view api_version, Arena& arena) {
  const std::string_view text = annotation_of(plain);
  if (text.empty()) return std::nullopt;
  auto decoded = decode_json(any_type(), Bytes::copy(text));
  if (!decoded) return std::nullopt;
  const Value applied = deep_copy(decoded->document.root(), arena);
  const Value* version = applied.get("apiVersion");
  if (!version || version->as_string() != api_version) return std::nullopt;
  if (!check_typed(type, applied, Duplicates::kRefused)) return std::nullopt;
  const auto fields = field_set_of(type, applied, arena);
  const auto changes = compare_objects(type, applied, plain, arena);
  if (!fields || !changes) return std::nullopt;
  return fields->without(changes->modified, arena).without(changes->added, arena).without(changes->removed, arena);
}

void renew_last_applied(Document& object, const Value& config) {
  const uint16_t field = ObjectMetaFields::get().annotations;
  Value* metadata = object.root().get(static_cast<uint16_t>(metadata_field(*object.type())));
  Value* annotations = metadata ? metadata->get(field) : nullptr;
  const Value* annotation = annotations ? annotations->get(kLastAppliedAnnotation) : nullptr;
  if (!annotation || annotation->size() == 0) return;
  annotations->set(object.arena(), kLastAppliedAnnotation, Value::string(object.arena().copy(annotation_text(config))));
  if (!annotations_fit(annotations)) annotations->erase(kLastAppliedAnnotation);
}

}  // namespace pintle::object
