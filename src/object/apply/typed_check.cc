#include "object/apply/typed_check.h"

#include <algorithm>
#include <string>
#include <vector>

#include "object/apply/merge_schema.h"
#include "object/document.h"
#include "object/go_format.h"
#include "object/json.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;
using Kind = MergeShape::Kind;

bool is_scalar(const Value& value) { return !value.is_null() && !value.is_list() && !value.is_map(); }
bool is_number(const Value& value) { return value.tag() == Tag::kInt || value.tag() == Tag::kDouble; }

// %T of a plain value.
std::string_view go_type(const Value& value) {
  switch (value.tag()) {
    case Tag::kBool:
      return "bool";
    case Tag::kInt:
      return "int64";
    case Tag::kDouble:
      return "float64";
    case Tag::kString:
      return "string";
    case Tag::kList:
      return "[]interface {}";
    default:
      return "map[string]interface {}";
  }
}

// What a value must be, in the words of the schema that upstream makes of OpenAPI.
enum class Wanted : uint8_t { kAnything, kNumber, kString, kBool, kScalar, kList, kMap };

Wanted wanted_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool:
      return Wanted::kBool;
    case TypeKind::kInt32:
    case TypeKind::kInt64:
    case TypeKind::kDouble:
      return Wanted::kNumber;
    case TypeKind::kString:
    case TypeKind::kBytes:
    case TypeKind::kDuration:
      return Wanted::kString;
    case TypeKind::kTime:
    case TypeKind::kMicroTime:
    case TypeKind::kQuantity:
      return Wanted::kScalar;
    case TypeKind::kList:
      return Wanted::kList;
    case TypeKind::kStruct:
    case TypeKind::kMap:
    case TypeKind::kFieldsV1:
      return Wanted::kMap;
    default:
      return Wanted::kAnything;
  }
}

class TypedCheck {
 public:
  explicit TypedCheck(Duplicates duplicates) : duplicates_(duplicates) {}

  void check(const MergeShape& shape, const Value& value) {
    if (value.is_null() || has_wrong_kind(*shape.type, value)) return;
    const TypeKind kind = shape.type->kind;
    if (value.is_list() && kind == TypeKind::kList) check_items(shape, value);
    if (value.is_map() && (kind == TypeKind::kStruct || kind == TypeKind::kMap)) check_members(shape, value);
  }

  Result<void> result() {
    if (faults_.empty()) return {};
    if (faults_.size() == 1) return fail(Status::bad_request(std::move(faults_[0])));
    std::string text = "errors:";
    for (const std::string& fault : faults_) text.append("\n  ").append(fault);
    return fail(Status::bad_request(std::move(text)));
  }

 private:
  void add(std::string_view text) { faults_.push_back((path_.empty() ? "" : path_ + ": ") + std::string(text)); }
  void refuse(std::string_view wanted, const Value& value) {
    add(std::string("expected ").append(wanted).append(", got &{").append(format_value(value)).append("}"));
  }

  bool has_wrong_kind(const Type& type, const Value& value) {
    const size_t before = faults_.size();
    switch (wanted_of(type)) {
      case Wanted::kAnything:
        break;
      case Wanted::kNumber:
        if (!is_number(value)) add(std::string("expected numeric (int or float), got ").append(go_type(value)));
        break;
      case Wanted::kString:
        if (!value.is_string()) add("expected string, got &value.valueUnstructured{Value:" + go_syntax(value) + "}");
        break;
      case Wanted::kBool:
        if (value.tag() != Tag::kBool) refuse("boolean", value);
        break;
      case Wanted::kScalar:
        if (!is_scalar(value)) refuse("any scalar", value);
        break;
      case Wanted::kList:
        if (!value.is_list()) refuse("list", value);
        break;
      case Wanted::kMap:
        if (!value.is_map()) refuse("map", value);
        break;
    }
    return faults_.size() > before;
  }

  void check_members(const MergeShape& shape, const Value& value) {
    for (const Entry& entry : value.entries()) {
      const size_t size = path_.size();
      path_.append(".").append(entry.key);
      const std::optional<MergeShape> member = member_shape(shape, entry.key);
      if (member) {
        check(*member, entry.value);
      } else {
        add("field not declared in schema");
      }
      path_.resize(size);
      if (!member) return;
    }
  }

  void check_items(const MergeShape& shape, const Value& list) {
    const MergeShape item_shape = merge_shape(*shape.type->element);
    const bool keyed = shape.kind == Kind::kSet || shape.kind == Kind::kKeyedList;
    std::vector<PathElement> seen;
    const std::optional<ItemKeys> keys = keyed ? std::optional<ItemKeys>(shape) : std::nullopt;
    for (size_t i = 0; i < list.size(); ++i) {
      const Value& item = list.items()[i];
      PathElement element = PathElement::index(static_cast<int64_t>(i));
      if (keyed) {
        auto named = keys->element_of(item, arena_);
        if (!named) return add("element " + std::to_string(i) + ": " + named.error().message());
        element = *named;
        note_duplicate(seen, element);
      }
      const size_t size = path_.size();
      path_ += element.to_string();
      check(item_shape, item);
      path_.resize(size);
    }
  }

  // `seen` is kept sorted.
  void note_duplicate(std::vector<PathElement>& seen, const PathElement& element) {
    const auto less = [](const PathElement& left, const PathElement& right) { return compare(left, right) < 0; };
    const auto at = std::lower_bound(seen.begin(), seen.end(), element, less);
    const bool duplicate = at != seen.end() && compare(*at, element) == 0;
    if (!duplicate) {
      seen.insert(at, element);
    } else if (duplicates_ == Duplicates::kRefused) {
      add("duplicate entries for key " + element.to_string());
    }
  }

  Duplicates duplicates_;
  Arena arena_;
  std::string path_;
  std::vector<std::string> faults_;
};

}  // namespace

Result<void> check_typed(const Type& type, const Value& plain, Duplicates duplicates) {
  TypedCheck check(duplicates);
  check.check(merge_shape(type), plain);
  return check.result();
}

}  // namespace pintle::object
