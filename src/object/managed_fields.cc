#include "object/managed_fields.h"

#include "base/utf8.h"
#include "object/apply/managed_entries.h"
#include "object/apply/updater.h"
#include "object/object_meta.h"

namespace pintle::object {
namespace {

constexpr size_t kScratchBytes = 16 << 10;
constexpr std::string_view kUnknownManager = "unknown";

// The metadata of a document under construction, made when it is absent; null when the type has none.
Value* metadata_of(Document& document) {
  const int field = metadata_field(*document.type());
  if (field < 0) return nullptr;
  const auto index = static_cast<uint16_t>(field);
  if (Value* metadata = document.root().get(index)) return metadata;
  return &document.root().set(document.arena(), index, Value::empty_struct());
}

void set_managed_fields(Document& document, const ManagedEntries& entries) {
  Value* metadata = metadata_of(document);
  if (!metadata || entries.empty()) return;
  metadata->set(document.arena(), ObjectMetaFields::get().managed_fields, entries.encode(document.arena()));
}

ManagedEntries decode_or_none(const Value* list, Arena& arena) {
  auto entries = ManagedEntries::decode(list, arena);
  return entries ? *std::move(entries) : ManagedEntries();
}

// What the write starts from: the entries that the client sent, unless it sent none that make sense or writes through a subresource.
ManagedEntries decode_live_or_new(const Value* live, const Value* sent, const ManagedRequest& request, Arena& arena) {
  if (!request.subresource.empty()) return decode_or_none(live, arena);
  if (is_managed_fields_reset(sent)) return {};
  ManagedEntries entries = decode_or_none(sent, arena);
  return entries.empty() ? decode_or_none(live, arena) : entries;
}

ManagedEntry entry_of(const ManagedRequest& request) {
  return {.manager = request.manager.empty() ? kUnknownManager : request.manager,
          .api_version = request.api_version,
          .subresource = request.subresource};
}

// The writer's own entry gains what it changed.
void give_changes(ManagedEntries& entries, VersionedChange& change, const ManagedRequest& request) {
  Arena& arena = change.arena();
  const Comparison& here = change.here();
  const FieldSet changed = change.filter().filtered(here.modified.united(here.added, arena));
  ManagedEntry self = entry_of(request);
  self.fields = changed.without(stripped_fields(), arena);
  self.time = request.time;
  if (self.fields.empty()) return;
  if (const ManagedEntry* previous = entries.find(self)) self.fields = self.fields.united(previous->fields, arena);
  entries.put(self);
}

Result<void> track(const schema::Type& type, const Value& before, const Value& after, const ManagedRequest& request, Arena& arena,
                   ManagedEntries& entries) {
  VersionedChange change(type, before, after, request, arena);
  PINTLE_TRY_VOID(change.compare());
  reconcile_fields(entries, change);
  take_fields(entries, nullptr, change, conflicts_with(entries, nullptr, change));
  give_changes(entries, change, request);
  cap_update_managers(entries, arena);
  return {};
}

}  // namespace

std::string manager_name(std::string_view field_manager, std::string_view user_agent) {
  if (!field_manager.empty()) return std::string(field_manager);
  std::string name;
  for (std::string_view rest = user_agent.substr(0, user_agent.find('/')); !rest.empty();) {
    const Rune rune = first_rune(rest);
    rest.remove_prefix(rune.size);
    std::string character;
    append_utf8(rune.code, character);
    if (is_printable(rune.code) && name.size() + character.size() <= kManagerNameBytesMax) name += character;
  }
  return name;
}

void update_managed_fields(const schema::Type& type, const Value* live, Document& updated, const ManagedRequest& request) {
  Value* metadata = metadata_of(updated);
  if (!metadata) return;
  Arena arena(kScratchBytes);
  const Value before = live ? *live : Value::empty_struct();
  const ObjectMeta live_meta(type, before);
  const uint16_t field = ObjectMetaFields::get().managed_fields;
  ManagedEntries entries = decode_live_or_new(live_meta.managed_fields(), metadata->get(field), request, arena);

  const bool creating = live_meta.uid().empty();
  if (entries.empty() && !creating) {
    metadata->erase(field);
    return;
  }
  const bool tracked = track(type, before, updated.root(), request, arena, entries).has_value();
  metadata->erase(field);
  if (tracked) set_managed_fields(updated, entries);
}

Result<void> check_managed_fields(const Value* entries) {
  Arena arena(kScratchBytes);
  PINTLE_TRY_VOID(ManagedEntries::decode(entries, arena));
  return {};
}

}  // namespace pintle::object
