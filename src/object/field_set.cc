#include "object/field_set.h"

#include <algorithm>

#include "object/apply/field_set_builder.h"
#include "object/go_format.h"
#include "object/json.h"

namespace pintle::object {
namespace {

using SetEntry = FieldSet::Entry;
using Node = FieldSet::Node;

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }
template <class T>
int compare_numbers(T left, T right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

// The order of upstream's value.Compare: numbers, strings, bools, null.
int rank(Tag tag) {
  switch (tag) {
    case Tag::kDouble:
    case Tag::kInt:
      return 0;
    case Tag::kString:
      return 1;
    case Tag::kBool:
      return 2;
    default:
      return 3;
  }
}

int compare_keys(std::span<const Entry> left, std::span<const Entry> right) {
  for (size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (int order = sign(left[i].key <=> right[i].key)) return order;
    if (int order = compare_scalars(left[i].value, right[i].value)) return order;
  }
  return compare_numbers(left.size(), right.size());
}

std::string print_scalar(const Value& value) {
  if (value.is_null()) return "null";
  return value.is_string() ? quoted(value.as_string()) : format_value(value);
}

// As compare() of elements, with the short way for the most frequent ones.
int compare_entries(const SetEntry& left, const PathElement& right) {
  constexpr auto kField = PathElement::Kind::kField;
  if (left.element.kind != kField || right.kind != kField) return compare(left.element, right);
  return left.element.value.as_string().compare(right.value.as_string());
}
bool less(const SetEntry& left, const SetEntry& right) { return compare_entries(left, right.element) < 0; }

// Calls both(l, r) for every element of either node, in order; the one that lacks it is null.
template <class Visit>
void zip(Node left, Node right, Visit&& visit) {
  auto l = left.begin();
  auto r = right.begin();
  while (l != left.end() || r != right.end()) {
    const int order = l == left.end() ? 1 : r == right.end() ? -1 : compare_entries(*l, r->element);
    visit(order <= 0 ? &*l : nullptr, order >= 0 ? &*r : nullptr);
    if (order <= 0) ++l;
    if (order >= 0) ++r;
  }
}

bool same_node(Node left, Node right) { return left.data() == right.data() && left.size() == right.size(); }

// The left node itself when the right one adds nothing to it.
Node unite(Node left, Node right, FieldSetBuilder& builder) {
  if (left.empty()) return right;
  if (right.empty()) return left;
  FieldSetBuilder::Level level(builder);
  bool changed = false;
  zip(left, right, [&](const SetEntry* l, const SetEntry* r) {
    if (!l || !r) {
      const SetEntry& one = l ? *l : *r;
      changed |= l == nullptr;
      return level.add(one.element, one.member, one.children);
    }
    const Node children = unite(l->children, r->children, builder);
    changed |= (r->member && !l->member) || !same_node(children, l->children);
    level.add(l->element, l->member || r->member, children);
  });
  if (changed) return level.finish();
  level.discard();
  return left;
}

Node intersect(Node left, Node right, FieldSetBuilder& builder) {
  if (left.empty() || right.empty()) return {};
  FieldSetBuilder::Level level(builder);
  zip(left, right, [&](const SetEntry* l, const SetEntry* r) {
    if (l && r) level.add(l->element, l->member && r->member, intersect(l->children, r->children, builder));
  });
  return level.finish();
}

enum class Below : uint8_t { kKeep, kRemove };

// The node itself when it loses nothing.
Node subtract(Node left, Node right, Below below, FieldSetBuilder& builder) {
  if (left.empty() || right.empty()) return left;
  FieldSetBuilder::Level level(builder);
  bool changed = false;
  zip(left, right, [&](const SetEntry* l, const SetEntry* r) {
    if (!l) return;
    if (!r) return level.add(l->element, l->member, l->children);
    const bool whole = r->member && below == Below::kRemove;
    const Node children = whole ? Node() : subtract(l->children, r->children, below, builder);
    changed |= (r->member && l->member) || !same_node(children, l->children);
    level.add(l->element, l->member && !r->member, children);
  });
  if (changed) return level.finish();
  level.discard();
  return left;
}

const SetEntry* find(Node node, const PathElement& element) {
  const auto at = std::lower_bound(node.begin(), node.end(), element,
                                   [](const SetEntry& entry, const PathElement& wanted) { return compare_entries(entry, wanted) < 0; });
  return at != node.end() && compare_entries(*at, element) == 0 ? &*at : nullptr;
}

bool equal(Node left, Node right) {
  return std::ranges::equal(left, right, [](const SetEntry& l, const SetEntry& r) {
    return compare_entries(l, r.element) == 0 && l.member == r.member && equal(l.children, r.children);
  });
}

size_t count(Node node) {
  size_t paths = 0;
  for (const SetEntry& entry : node) paths += entry.member + count(entry.children);
  return paths;
}

void visit_paths(Node node, std::vector<PathElement>& path, const std::function<void(std::span<const PathElement>)>& visit) {
  for (const SetEntry& entry : node) {
    if (!entry.member) continue;
    path.push_back(entry.element);
    visit(path);
    path.pop_back();
  }
  for (const SetEntry& entry : node) {
    path.push_back(entry.element);
    visit_paths(entry.children, path, visit);
    path.pop_back();
  }
}

// Sorted, without equal elements.
bool is_ordered(std::span<const SetEntry> entries) {
  return std::ranges::adjacent_find(entries, [](const SetEntry& l, const SetEntry& r) { return !less(l, r); }) == entries.end();
}

void sort_stably(std::span<SetEntry> entries) {
  struct Placed {
    SetEntry entry;
    size_t place;
  };
  std::vector<Placed> placed;
  for (const SetEntry& entry : entries) placed.push_back({entry, placed.size()});
  std::ranges::sort(placed, [](const Placed& left, const Placed& right) {
    const int order = compare_entries(left.entry, right.entry.element);
    return order != 0 ? order < 0 : left.place < right.place;
  });
  std::ranges::transform(placed, entries.begin(), &Placed::entry);
}

// Makes one of neighbours with the same element; returns how many are left.
size_t merge_equal(std::span<SetEntry> sorted) {
  size_t kept = 0;
  for (const SetEntry& entry : sorted) {
    if (kept == 0 || less(sorted[kept - 1], entry)) {
      sorted[kept++] = entry;
      continue;
    }
    sorted[kept - 1].member |= entry.member;
    if (!entry.children.empty()) sorted[kept - 1].children = entry.children;
  }
  return kept;
}

}  // namespace

Node FieldSetBuilder::Level::finish() {
  std::vector<SetEntry>& stack = builder_.stack_;
  std::span<SetEntry> added(stack.data() + begin_, stack.size() - begin_);
  if (added.empty()) return {};
  size_t kept = added.size();
  if (!is_ordered(added)) {
    sort_stably(added);
    kept = merge_equal(added);
  }
  const std::span<SetEntry> node = builder_.arena_.make_array<SetEntry>(kept);
  std::copy_n(added.begin(), node.size(), node.begin());
  stack.resize(begin_);
  return node;
}

int compare_scalars(const Value& left, const Value& right) {
  if (int order = compare_numbers(rank(left.tag()), rank(right.tag()))) return order;
  switch (left.tag()) {
    case Tag::kInt:
      if (right.tag() == Tag::kInt) return compare_numbers(left.as_int(), right.as_int());
      [[fallthrough]];
    case Tag::kDouble:
      return compare_numbers(left.as_double(), right.as_double());
    case Tag::kString:
      return sign(left.as_string() <=> right.as_string());
    case Tag::kBool:
      return compare_numbers(left.as_bool(), right.as_bool());
    default:
      return 0;
  }
}

int compare(const PathElement& left, const PathElement& right) {
  if (left.kind != right.kind) return compare_numbers(static_cast<int>(left.kind), static_cast<int>(right.kind));
  if (left.kind == PathElement::Kind::kField) return sign(left.value.as_string() <=> right.value.as_string());
  if (left.kind == PathElement::Kind::kKey) return compare_keys(left.value.entries(), right.value.entries());
  return compare_scalars(left.value, right.value);
}

std::string PathElement::to_string() const {
  switch (kind) {
    case Kind::kField:
      return "." + std::string(value.as_string());
    case Kind::kKey: {
      std::string text;
      for (const Entry& field : value.entries()) {
        text.append(text.empty() ? "[" : ",").append(field.key).append("=").append(print_scalar(field.value));
      }
      return text.empty() ? "[]" : text + "]";
    }
    case Kind::kValue:
      return "[=" + print_scalar(value) + "]";
    case Kind::kIndex:
      return "[" + std::to_string(value.as_int()) + "]";
  }
  return "";
}

std::string to_string(std::span<const PathElement> path) {
  std::string text;
  for (const PathElement& element : path) text += element.to_string();
  return text;
}

FieldSet FieldSet::of(Arena& arena, std::initializer_list<std::initializer_list<std::string_view>> paths) {
  FieldSet set;
  for (const auto& names : paths) {
    std::vector<PathElement> path;
    for (std::string_view name : names) path.push_back(PathElement::field(name));
    set = set.with(path, arena);
  }
  return set;
}

bool FieldSet::has(std::span<const PathElement> path) const {
  Node node = root_;
  for (size_t i = 0; i < path.size(); ++i) {
    const SetEntry* entry = find(node, path[i]);
    if (!entry) return false;
    if (i + 1 == path.size()) return entry->member;
    node = entry->children;
  }
  return false;
}

size_t FieldSet::size() const { return count(root_); }

bool FieldSet::operator==(const FieldSet& other) const { return equal(root_, other.root_); }

FieldSet FieldSet::united(const FieldSet& other, Arena& arena) const {
  FieldSetBuilder builder(arena);
  return FieldSet(unite(root_, other.root_, builder));
}

FieldSet FieldSet::intersected(const FieldSet& other, Arena& arena) const {
  FieldSetBuilder builder(arena);
  return FieldSet(intersect(root_, other.root_, builder));
}

FieldSet FieldSet::without(const FieldSet& other, Arena& arena) const {
  FieldSetBuilder builder(arena);
  return FieldSet(subtract(root_, other.root_, Below::kKeep, builder));
}

FieldSet FieldSet::without_recursively(const FieldSet& other, Arena& arena) const {
  FieldSetBuilder builder(arena);
  return FieldSet(subtract(root_, other.root_, Below::kRemove, builder));
}

FieldSet FieldSet::with(std::span<const PathElement> path, Arena& arena) const {
  if (path.empty()) return *this;
  FieldSetBuilder builder(arena);
  Node node;
  for (size_t i = path.size(); i-- > 0;) {
    FieldSetBuilder::Level level(builder);
    level.add(path[i], i + 1 == path.size(), node);
    node = level.finish();
  }
  return FieldSet(unite(root_, node, builder));
}

void FieldSet::for_each(const std::function<void(std::span<const PathElement>)>& visit) const {
  std::vector<PathElement> path;
  visit_paths(root_, path, visit);
}

}  // namespace pintle::object
