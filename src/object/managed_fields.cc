#include "object/managed_fields.h"

#include "base/utf8.h"
#include "object/apply/managed_entries.h"
#include "object/apply/updater.h"
#include "object/object_meta.h"

namespace pintle::object {
namespace {

constexpr size_t kScratchBytes = 16 << 10;

ManagedEntries decode_or_none(const Value* list, Arena& arena, const Value* stored) {
  auto entries = ManagedEntries::decode(list, arena, stored);
  return entries ? *std::move(entries) : ManagedEntries();
}

// What the write starts from: the entries that the client sent, unless it sent none that make sense or writes through a subresource.
ManagedEntries decode_live_or_new(const Value* live, const Value* sent, const ManagedRequest& request, Arena& arena) {
  if (!request.subresource.empty()) return decode_or_none(live, arena, live);
  if (is_managed_fields_reset(sent)) return {};
  ManagedEntries entries = decode_or_none(sent, arena, live);
  return entries.empty() ? decode_or_none(live, arena, live) : entries;
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
  const int metadata = metadata_field(type);
  if (metadata < 0) return;
  Arena arena(kScratchBytes);
  const Value before = live ? *live : Value::empty_struct();
  const ObjectMeta live_meta(type, before);
  const Value* sent = ObjectMeta(type, updated.root()).managed_fields();
  ManagedEntries entries = decode_live_or_new(live_meta.managed_fields(), sent, request, arena);

  const bool creating = live_meta.uid().empty();
  const bool tracked = !entries.empty() || creating;
  if (!tracked || !track_update(type, before, updated.root(), request, arena, entries)) entries = {};
  set_managed_fields(updated, entries);
}

Result<void> check_managed_fields(const Value* entries) {
  Arena arena(kScratchBytes);
  PINTLE_TRY_VOID(ManagedEntries::decode(entries, arena));
  return {};
}

}  // namespace pintle::object
