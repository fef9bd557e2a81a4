#include "object/apply/managed_entries.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "object/apply/field_set_memo.h"
#include "object/json.h"
#include "object/managed_fields.h"
#include "object/object_meta.h"

namespace pintle::object {
namespace {

constexpr std::string_view kFieldsType = "FieldsV1";
constexpr std::string_view kEpoch = "1970-01-01T00:00:00Z";  // what an entry without a time is sorted as
constexpr std::string_view kAncientChanges = "ancient-changes";

std::string_view text_of(const Value& node, uint16_t field) {
  const Value* value = node.get(field);
  return value ? value->as_string() : std::string_view();
}

std::unexpected<Status> error(std::string text) { return fail(Status::bad_request(std::move(text))); }

Result<ManagedEntry> decode_entry(const Value& node, size_t index, Arena& arena) {
  const ManagedFieldsEntryFields& fields = ManagedFieldsEntryFields::get();
  const std::string_view operation = text_of(node, fields.operation);
  if (operation != "Apply" && operation != "Update") return error("operation must be `Apply` or `Update`");
  ManagedEntry entry{.manager = text_of(node, fields.manager),
                     .api_version = text_of(node, fields.api_version),
                     .subresource = text_of(node, fields.subresource),
                     .applied = operation == "Apply",
                     .time = text_of(node, fields.time)};
  if (entry.api_version.empty()) return error("apiVersion must not be empty");
  const std::string_view type = text_of(node, fields.fields_type);
  if (type.empty()) return error("missing fieldsType in managed fields entry " + std::to_string(index));
  if (type != kFieldsType) {
    return error("invalid fieldsType " + quoted(type) + " in managed fields entry " + std::to_string(index));
  }
  const Value* wire = node.get(fields.fields_v1);
  if (!wire || wire->is_null()) return entry;
  auto set = remembered_field_set(wire->as_string(), arena);
  if (!set) return error("error decoding set: " + set.error().message());
  entry.fields = *set;
  entry.wire = wire->as_string();
  entry.wire_root = set->root();
  return entry;
}

// True when a stored entry has these very bytes.
bool is_stored(std::string_view wire, const Value* stored) {
  if (!stored) return false;
  const uint16_t field = ManagedFieldsEntryFields::get().fields_v1;
  return std::ranges::any_of(stored->items(), [&](const Value& entry) { return text_of(entry, field) == wire; });
}

Value encode_entry(const ManagedEntry& entry, std::string& scratch, Arena& arena) {
  const ManagedFieldsEntryFields& fields = ManagedFieldsEntryFields::get();
  Value node = Value::empty_struct();
  const auto set = [&](uint16_t field, std::string_view text) {
    if (!text.empty()) node.set(arena, field, Value::string(text));
  };
  set(fields.manager, arena.copy(entry.manager));
  set(fields.operation, entry.applied ? "Apply" : "Update");
  set(fields.api_version, arena.copy(entry.api_version));
  set(fields.time, arena.copy(entry.time));
  set(fields.fields_type, kFieldsType);
  if (entry.has_wire()) {
    set(fields.fields_v1, arena.copy(entry.wire));
  } else {
    scratch.clear();
    entry.fields.append_json(scratch);
    set(fields.fields_v1, arena.copy(scratch));
  }
  set(fields.subresource, arena.copy(entry.subresource));
  return node;
}

std::string_view sort_time(const ManagedEntry& entry) { return entry.time.empty() ? kEpoch : entry.time; }

bool comes_before(const ManagedEntry* left, const ManagedEntry* right) {
  const auto key = [](const ManagedEntry& entry) {
    return std::tuple(!entry.applied, sort_time(entry), entry.manager, entry.api_version, entry.subresource);
  };
  return key(*left) < key(*right);
}

bool is_older(const ManagedEntry& left, const ManagedEntry& right) {
  if (sort_time(left) != sort_time(right)) return sort_time(left) < sort_time(right);
  return left.identifier() < right.identifier();
}

}  // namespace

bool ManagedEntry::same_manager(const ManagedEntry& other) const {
  return manager == other.manager && applied == other.applied && subresource == other.subresource &&
         (applied || api_version == other.api_version);
}

std::string ManagedEntry::identifier() const {
  std::string text = "{";
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    text.append(text.size() > 1 ? ",\"" : "\"").append(name).append("\":");
    append_json_string(value, text);
  };
  add("manager", manager);
  add("operation", applied ? "Apply" : "Update");
  if (!applied) add("apiVersion", api_version);
  add("subresource", subresource);
  return text + "}";
}

Result<ManagedEntries> ManagedEntries::decode(const Value* list, Arena& arena, const Value* stored) {
  ManagedEntries entries;
  if (!list) return entries;
  entries.entries_.reserve(list->size() + 1);
  for (size_t i = 0; i < list->size(); ++i) {
    PINTLE_TRY(ManagedEntry entry, decode_entry(list->items()[i], i, arena));
    if (!is_stored(entry.wire, stored)) entry.wire = {};
    entries.put(entry);
  }
  return entries;
}

Value ManagedEntries::encode(Arena& arena) const {
  std::vector<const ManagedEntry*> sorted;
  for (const ManagedEntry& entry : entries_) sorted.push_back(&entry);
  std::ranges::sort(sorted, comes_before);
  const std::span<Value> items = arena.make_array<Value>(sorted.size());
  std::string scratch;
  for (size_t i = 0; i < sorted.size(); ++i) items[i] = encode_entry(*sorted[i], scratch, arena);
  return Value::list(items);
}

ManagedEntry* ManagedEntries::find(const ManagedEntry& manager) {
  const auto at = std::ranges::find_if(entries_, [&](const ManagedEntry& entry) { return entry.same_manager(manager); });
  return at == entries_.end() ? nullptr : &*at;
}

void ManagedEntries::remove(const ManagedEntry& manager) {
  std::erase_if(entries_, [&](const ManagedEntry& entry) { return entry.same_manager(manager); });
}

void ManagedEntries::put(const ManagedEntry& entry) {
  if (ManagedEntry* old = find(entry)) {
    *old = entry;
  } else {
    entries_.push_back(entry);
  }
}

void set_managed_fields(Document& document, const ManagedEntries& entries) {
  const auto metadata = static_cast<uint16_t>(metadata_field(*document.type()));
  const uint16_t field = ObjectMetaFields::get().managed_fields;
  Value* node = document.root().get(metadata);
  if (entries.empty()) {
    if (node) node->erase(field);
    return;
  }
  if (!node) node = &document.root().set(document.arena(), metadata, Value::empty_struct());
  node->set(document.arena(), field, entries.encode(document.arena()));
}

bool is_managed_fields_reset(const Value* list) {
  if (!list || !list->is_list()) return false;
  return list->size() == 0 || (list->size() == 1 && list->items()[0].size() == 0);
}

void cap_update_managers(ManagedEntries& entries, Arena& arena) {
  std::vector<ManagedEntry> updates;
  std::ranges::copy_if(entries.all(), std::back_inserter(updates), [](const ManagedEntry& entry) { return !entry.applied; });
  size_t count = updates.size();
  if (count <= kUpdateManagersMax) return;
  std::ranges::sort(updates, is_older);

  std::map<std::string_view, ManagedEntry> oldest;  // by apiVersion
  for (const ManagedEntry& update : updates) {
    if (count <= kUpdateManagersMax) break;
    const auto [first, fresh] = oldest.try_emplace(update.api_version, update);
    if (fresh) continue;
    ManagedEntry bucket{.manager = kAncientChanges, .api_version = update.api_version};
    if (const ManagedEntry* present = entries.find(bucket)) {
      bucket.fields = present->fields;
    } else {
      bucket.fields = first->second.fields;
      entries.remove(first->second);
    }
    bucket.fields = update.fields.united(bucket.fields, arena);
    bucket.time = update.time;  // the later of the two
    entries.put(bucket);
    entries.remove(update);
    --count;
  }
}

}  // namespace pintle::object
