#include "object/apply/field_set_memo.h"

#include <array>
#include <functional>
#include <memory>
#include <string>

namespace pintle::object {
namespace {

struct Remembered {
  explicit Remembered(std::string_view text) : wire(text), arena(2 * text.size()) {}

  const std::string wire;
  Arena arena;
  FieldSet fields;
};

using Slots = std::array<std::shared_ptr<const Remembered>, kRememberedTexts>;

// Made when a thread first parses: most threads never do.
Slots& slots_of_thread() {
  static thread_local const std::unique_ptr<Slots> slots = std::make_unique<Slots>();
  return *slots;
}

}  // namespace

Result<FieldSet> remembered_field_set(std::string_view wire, Arena& arena) {
  if (wire.size() > kRememberedTextBytesMax) return FieldSet::parse(wire, arena);
  std::shared_ptr<const Remembered>& slot = slots_of_thread()[std::hash<std::string_view>{}(wire) % kRememberedTexts];
  if (!slot || slot->wire != wire) {
    auto fresh = std::make_shared<Remembered>(wire);
    PINTLE_TRY(fresh->fields, FieldSet::parse(fresh->wire, fresh->arena));
    slot = std::move(fresh);
  }
  arena.keep(slot);
  return slot->fields;
}

}  // namespace pintle::object
