#include "api/kept_fields.h"

#include <optional>

#include "object/equality.h"
#include "object/mutable_object_meta.h"

namespace pintle::api {
namespace {

using object::Document;
using object::Value;

std::string_view next_name(std::string_view& path) {
  const size_t dot = path.find('.');
  const std::string_view name = path.substr(0, dot);
  path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  return name;
}

void keep_one(const schema::Type& type, std::string_view path, Value& target, const Value* old, object::Arena& arena) {
  const int index = type.find(next_name(path));
  if (index < 0) return;
  const auto field = static_cast<uint16_t>(index);
  const Value* kept = old ? old->get(field) : nullptr;
  if (path.empty()) {
    if (kept)
      target.set(arena, field, object::deep_copy(*kept, arena));
    else
      target.erase(field);
    return;
  }
  Value* inner = target.get(field);
  if (!inner && !kept) return;
  if (!inner) inner = &target.set(arena, field, Value::empty_struct());
  keep_one(*type.fields[field].type, path, *inner, kept, arena);
}

void keep_metadata(Document& document, const Value& old) {
  const object::ObjectMetaFields& fields = object::ObjectMetaFields::get();
  const object::ObjectMeta updated(*document.type(), document.root());
  const std::string revision(updated.resource_version());
  const std::optional<Value> managed = updated.managed_fields() ? std::optional(*updated.managed_fields()) : std::nullopt;
  keep_one(*document.type(), "metadata", document.root(), &old, document.arena());
  object::MutableObjectMeta meta(document);
  meta.set_resource_version(revision);
  meta.set(fields.managed_fields, managed ? &*managed : nullptr);
}

bool counts_for_generation(std::string_view name) {
  return name != "apiVersion" && name != "kind" && name != "metadata" && name != "status";
}

}  // namespace

const Value* find_path(const schema::Type& type, const Value& root, std::string_view path) {
  const schema::Type* at = &type;
  const Value* value = &root;
  while (value && !path.empty()) {
    const int index = at->kind == schema::TypeKind::kStruct ? at->find(next_name(path)) : -1;
    if (index < 0) return nullptr;
    value = value->get(static_cast<uint16_t>(index));
    at = at->fields[static_cast<size_t>(index)].type;
  }
  return value;
}

std::vector<std::string_view> kept_paths(const Kind& kind, const Subresource* subresource) {
  if (subresource) return subresource->keeps;
  std::vector<std::string_view> paths = kind.keeps;
  if (kind.has_status) paths.push_back("status");
  return paths;
}

std::span<const std::string_view> written_paths(const Subresource* subresource) {
  return subresource ? std::span<const std::string_view>(subresource->writes) : std::span<const std::string_view>();
}

void keep_fields(std::span<const std::string_view> paths, Document& document, const Value& old) {
  for (const std::string_view path : paths) {
    if (path == "metadata")
      keep_metadata(document, old);
    else
      keep_one(*document.type(), path, document.root(), &old, document.arena());
  }
}

bool generation_changes(const Kind& kind, const schema::Type& type, const Value& old, const Value& updated) {
  for (size_t i = 0; i < type.fields.size(); ++i) {
    const auto index = static_cast<uint16_t>(i);
    if (!counts_for_generation(type.fields[i].name)) continue;
    const Value* before = old.get(index);
    const Value* after = updated.get(index);
    const schema::Field& field = type.fields[i];
    if (!(kind.generation_of_empty ? object::deep_equal(field, before, after) : object::semantic_equal(field, before, after))) return true;
  }
  for (const std::string_view path : kind.generation_also) {
    // The only such paths are metadata's maps, which compare as plain trees.
    const Value* before = find_path(type, old, path);
    const Value* after = find_path(type, updated, path);
    const bool was_empty = !before || before->size() == 0;
    const bool is_empty = !after || after->size() == 0;
    if (was_empty != is_empty || (!was_empty && !object::plain_equal(*before, *after))) return true;
  }
  return false;
}

}  // namespace pintle::api
