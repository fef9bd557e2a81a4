#include "object/apply/reconcile.h"

#include <optional>

#include "object/apply/field_set_builder.h"
#include "object/apply/merge_schema.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;
using Node = FieldSet::Node;
using Kind = MergeShape::Kind;

bool is_container(const Type& type) {
  switch (type.kind) {
    case TypeKind::kStruct:
    case TypeKind::kList:
    case TypeKind::kMap:
    case TypeKind::kAny:
    case TypeKind::kRawExtension:
    case TypeKind::kJsonSchemaOrBool:
    case TypeKind::kJsonSchemaOrArray:
    case TypeKind::kJsonSchemaOrStrings:
      return true;
    default:
      return false;
  }
}

// What the schema says of the value that `element` names; nothing when it knows none.
std::optional<MergeShape> shape_below(const MergeShape& shape, const PathElement& element) {
  if (shape.type->kind == TypeKind::kAny) return std::nullopt;
  if (shape.kind != Kind::kFields) return merge_shape(*shape.type->element);
  return element.kind == PathElement::Kind::kField ? member_shape(shape, element.value.as_string()) : std::nullopt;
}

class Reconciler {
 public:
  explicit Reconciler(Arena& arena) : builder_(arena) {}

  // `shape` is not a leaf. The node itself when nothing changes below it.
  Node reconcile(Node node, const MergeShape& shape) {
    FieldSetBuilder::Level level(builder_);
    bool changed = false;
    for (const FieldSet::Entry& entry : node) {
      const FieldSet::Entry now = reconcile_entry(entry, shape);
      changed |= now.children.data() != entry.children.data();
      level.add(now.element, now.member, now.children);
    }
    if (changed) return level.finish();
    level.discard();
    return node;
  }

 private:
  FieldSet::Entry reconcile_entry(const FieldSet::Entry& entry, const MergeShape& parent) {
    if (entry.children.empty()) return entry;  // right in any case
    const std::optional<MergeShape> shape = shape_below(parent, entry.element);
    if (!shape) return entry;
    if (shape->kind != Kind::kLeaf) return {entry.element, entry.member, reconcile(entry.children, *shape)};
    return is_container(*shape->type) ? FieldSet::Entry{entry.element, true, {}} : entry;
  }

  FieldSetBuilder builder_;
};

}  // namespace

FieldSet reconciled(const FieldSet& set, const Type& type, Arena& arena) {
  const MergeShape shape = merge_shape(type);
  if (shape.kind == Kind::kLeaf) return set;
  return FieldSet(Reconciler(arena).reconcile(set.root(), shape));
}

}  // namespace pintle::object
