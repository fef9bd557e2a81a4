#include "api/owner_references.h"

#include "object/equality.h"
#include "object/mutable_object_meta.h"

namespace pintle::api {
namespace {

using object::Value;

bool is_repeated(const schema::Type& type, std::span<const Value> references, size_t index) {
  for (size_t i = 0; i < index; ++i)
    if (object::semantic_equal(type, &references[i], &references[index])) return true;
  return false;
}

std::string_view uid_of(const schema::Type& type, const Value& reference) {
  const Value* uid = reference.get(static_cast<uint16_t>(type.find("uid")));
  return uid ? uid->as_string() : std::string_view();
}

}  // namespace

void deduplicate_owner_references(object::Document& document, std::vector<std::string>& warnings) {
  const schema::Type& type = *document.type();
  const object::ObjectMetaFields& fields = object::ObjectMetaFields::get();
  const int metadata_index = type.find("metadata");
  Value* metadata = document.root().get(static_cast<uint16_t>(metadata_index));
  Value* references = metadata ? metadata->get(fields.owner_references) : nullptr;
  if (!references || references->size() < 2) return;
  const schema::Type& reference_type =
      *type.fields[static_cast<size_t>(metadata_index)].type->fields[fields.owner_references].type->element;
  std::string repeated;
  for (size_t i = 1; i < references->size();) {
    if (!is_repeated(reference_type, references->items(), i)) {
      ++i;
      continue;
    }
    repeated.append(repeated.empty() ? "" : ", ").append(uid_of(reference_type, references->items()[i]));
    references->erase_item(i);
  }
  if (repeated.empty()) return;
  warnings.push_back(
      ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as "
      "early as 1.24; please fix your requests; duplicate UID(s) observed: " +
      repeated);
}

}  // namespace pintle::api
