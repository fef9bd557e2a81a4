#include "object/patch/json_patch.h"

#include <array>
#include <charconv>
#include <optional>

#include "object/equality.h"
#include "object/json.h"
#include "object/json_pointer.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

std::optional<int64_t> parse_index(std::string_view token) {
  if (token.starts_with('+') && !token.starts_with("+-")) token.remove_prefix(1);
  int64_t index = 0;
  const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (fault != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return index;
}

class JsonPatch {
 public:
  JsonPatch(NodeTree& tree, Node*& root) : tree_(tree), root_(root) {}

  bool apply(const Value& operation) {
    const std::string_view op = text(operation, "op").value_or("unknown");
    if (op == "add") return add(operation);
    if (op == "remove") return remove(operation);
    if (op == "replace") return replace(operation);
    if (op == "move") return move(operation);
    if (op == "test") return test(operation);
    if (op == "copy") return copy(operation);
    return false;
  }

 private:
  // Where a pointer ends: the open container and the last token. The container is null when there is none.
  struct Place {
    Node* container = nullptr;
    std::string key;
  };

  static std::optional<std::string_view> text(const Value& operation, std::string_view name) {
    const Value* value = operation.get(name);
    if (!value || !value->is_string()) return std::nullopt;
    return value->as_string();
  }

  Node* value_of(const Value& operation) {
    const Value* value = operation.get("value");
    return tree_.plain(value ? *value : Value());
  }

  Place find(std::optional<std::string_view> pointer) {
    if (!pointer) return {};
    std::vector<std::string> tokens = split_pointer(*pointer);
    if (tokens.empty() || !tree_.open(*root_)) return {};
    Node* container = root_;
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
      const std::optional<Node*> next = get(*container, tokens[i]);
      if (!next || !*next || !tree_.open(**next)) return {};
      container = *next;
    }
    return {container, std::move(tokens.back())};
  }

  // Nothing: an array has no such item. Null: an object has no such member.
  static std::optional<Node*> get(Node& container, std::string_view key) {
    if (container.kind() == JsonKind::kObject) return container.find(key);
    const std::optional<size_t> index = item_index(key, container.items().size());
    if (!index) return std::nullopt;
    return container.items()[*index];
  }

  // An index below `end`, where negative ones count from `end`.
  static std::optional<size_t> item_index(std::string_view key, size_t end) {
    const std::optional<int64_t> index = parse_index(key);
    const int64_t size = static_cast<int64_t>(end);
    if (!index || *index >= size || *index < -size) return std::nullopt;
    return static_cast<size_t>(*index < 0 ? *index + size : *index);
  }

  // Members are kept in the arena: tokens do not live as long.
  void set_member(Node& object, std::string_view key, Node* node) { object.set(tree_.arena().copy(key), node); }

  bool add_at(const Place& place, Node* node) {
    if (!place.container) return false;
    if (place.container->kind() == JsonKind::kObject) {
      set_member(*place.container, place.key, node);
      return true;
    }
    std::vector<Node*>& items = place.container->items();
    const std::optional<size_t> index = place.key == "-" ? items.size() : item_index(place.key, items.size() + 1);
    if (!index) return false;
    items.insert(items.begin() + static_cast<ptrdiff_t>(*index), node);
    return true;
  }

  static bool remove_at(const Place& place) {
    if (!place.container) return false;
    if (place.container->kind() == JsonKind::kObject) return place.container->erase(place.key);
    std::vector<Node*>& items = place.container->items();
    const std::optional<size_t> index = item_index(place.key, items.size());
    if (!index) return false;
    items.erase(items.begin() + static_cast<ptrdiff_t>(*index));
    return true;
  }

  bool add(const Value& operation) { return add_at(find(text(operation, "path")), value_of(operation)); }

  bool remove(const Value& operation) { return remove_at(find(text(operation, "path"))); }

  bool replace(const Value& operation) {
    const std::optional<std::string_view> path = text(operation, "path");
    if (path && path->empty()) {
      Node* node = value_of(operation);
      if (!tree_.open(*node)) return false;
      root_ = node;
      return true;
    }
    const Place place = find(path);
    if (!place.container || !get(*place.container, place.key)) return false;
    if (place.container->kind() == JsonKind::kObject) {
      set_member(*place.container, place.key, value_of(operation));
    } else {
      const size_t index = *item_index(place.key, place.container->items().size());
      place.container->items()[index] = value_of(operation);
    }
    return true;
  }

  bool move(const Value& operation) {
    const Place from = find(text(operation, "from"));
    if (!from.container) return false;
    const std::optional<Node*> node = get(*from.container, from.key);
    if (!node || !remove_at(from)) return false;
    return add_at(find(text(operation, "path")), *node);
  }

  bool copy(const Value& operation) {
    const Place from = find(text(operation, "from"));
    if (!from.container) return false;
    const std::optional<Node*> node = get(*from.container, from.key);
    if (!node) return false;
    const Place to = find(text(operation, "path"));
    if (!to.container) return false;
    size_t bytes = 0;
    Node* copied = *node ? tree_.copy(**node, bytes) : tree_.plain(Value());
    copied_bytes_ += bytes;
    return copied_bytes_ <= kJsonPatchCopyBytesMax && add_at(to, copied);
  }

  bool test(const Value& operation) {
    const std::optional<std::string_view> path = text(operation, "path");
    if (!path) return false;
    const Value* value = operation.get("value");
    const Value wanted = value ? *value : Value();
    if (path->empty()) return plain_equal(tree_.to_plain(*root_), wanted);
    const Place place = find(path);
    if (!place.container) return false;
    const std::optional<Node*> node = get(*place.container, place.key);
    if (!node) return false;
    return plain_equal(*node ? tree_.to_plain(**node) : Value(), wanted);
  }

  NodeTree& tree_;
  Node*& root_;
  size_t copied_bytes_ = 0;
};

}  // namespace

bool apply_json_patch(const Value& operations, NodeTree& tree, Node*& root) {
  JsonPatch patch(tree, root);
  for (const Value& operation : operations.items()) {
    if (!patch.apply(operation)) return false;
  }
  return true;
}

const Type& json_patch_type() {
  static const Type kText = {.kind = TypeKind::kString};
  static const Field kFields[] = {{.name = "op", .type = &kText},
                                  {.name = "path", .type = &kText},
                                  {.name = "from", .type = &kText},
                                  {.name = "value", .type = &any_type()}};
  static constexpr uint16_t kByName[] = {2, 0, 1, 3};
  static const auto kByHash = [] {
    std::array<uint16_t, schema::hash_slots(std::size(kFields))> slots = {};
    schema::hash_names(kFields, slots);
    return slots;
  }();
  static const Type kOperation = {
      .kind = TypeKind::kStruct, .go_name = "handlers.jsonPatchOp", .fields = kFields, .by_name = kByName, .by_hash = kByHash};
  static const Type kPatch = {.kind = TypeKind::kList, .element = &kOperation};
  return kPatch;
}

}  // namespace pintle::object
