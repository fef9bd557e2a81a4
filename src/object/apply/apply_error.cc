#include "object/apply/apply_error.h"

#include <algorithm>

#include "object/go_format.h"

namespace pintle::object {
namespace {

std::string printed_manager(const ManagedEntry& manager) {
  std::string text = quoted(manager.manager);
  if (!manager.subresource.empty()) text += " with subresource " + quoted(manager.subresource);
  if (!manager.applied) text.append(" using ").append(manager.api_version);
  return text;
}

std::string_view text_of(const Value* object, std::string_view key) {
  const Value* value = object ? object->get(key) : nullptr;
  return value ? value->as_string() : std::string_view();
}

std::string conflict_message(const std::vector<FieldConflict>& conflicts) {
  if (conflicts.size() == 1) {
    return "Apply failed with 1 conflict: conflict with " + conflicts[0].manager + ": " + conflicts[0].path;
  }
  std::string text = "Apply failed with " + std::to_string(conflicts.size()) + " conflicts: ";
  for (size_t i = 0; i < conflicts.size(); ++i) {
    const FieldConflict& conflict = conflicts[i];
    if (i > 0) text += '\n';
    const bool first = i == 0 || conflicts[i - 1].identifier != conflict.identifier;
    if (first) text.append("conflicts with ").append(conflict.manager).append(":\n");
    text.append("- ").append(conflict.path);
  }
  return text;
}

}  // namespace

std::vector<FieldConflict> field_conflicts(const std::vector<Conflict>& conflicts, Arena& arena) {
  std::vector<const Conflict*> sorted;
  for (const Conflict& conflict : conflicts) sorted.push_back(&conflict);
  std::ranges::sort(sorted, {}, [](const Conflict* conflict) { return conflict->manager.identifier(); });
  std::vector<FieldConflict> fields;
  for (const Conflict* conflict : sorted) {
    conflict->fields.for_each([&](std::span<const PathElement> path) {
      fields.push_back({conflict->manager.identifier(), printed_manager(conflict->manager), FieldSet().with(path, arena), to_string(path)});
    });
  }
  return fields;
}

Status apply_conflict(const std::vector<FieldConflict>& conflicts) {
  std::vector<StatusCause> causes;
  for (const FieldConflict& conflict : conflicts) {
    causes.push_back({.type = "FieldManagerConflict", .message = "conflict with " + conflict.manager, .field = conflict.path});
  }
  return Status::apply_conflict(std::move(causes), conflict_message(conflicts));
}

std::string printed_kind(std::string_view api_version, std::string_view kind) {
  const bool malformed = std::ranges::count(api_version, '/') > 1;
  const bool group = api_version.contains('/');
  std::string text = malformed ? "/" : (group ? "" : "/") + std::string(api_version);
  return text.append(", Kind=").append(kind);
}

std::string printed_object(const Value& plain) {
  const Value* metadata = plain.get("metadata");
  return std::string(text_of(metadata, "namespace")).append("/").append(text_of(metadata, "name")).append("; ") +
         printed_kind(text_of(&plain, "apiVersion"), text_of(&plain, "kind"));
}

}  // namespace pintle::object
