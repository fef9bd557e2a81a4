#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <memory>
#include <unordered_set>
#include <utility>

#include "base/go_text.h"
#include "object/base64.h"
#include "object/canonical.h"
#include "object/entries.h"
#include "object/json.h"
#include "object/json_place.h"
#include "object/json_reader.h"
#include "object/subtree.h"
#include "object/zero.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

const Type kAnyType = {.kind = TypeKind::kAny, .go_name = "interface {}"};
const Type kAnyObjectType = {.kind = TypeKind::kMap, .go_name = "map[string]interface {}", .element = &kAnyType};
const Type kAnyListType = {.kind = TypeKind::kList, .go_name = "[]interface {}", .element = &kAnyType};
const Type kStringType = {.kind = TypeKind::kString, .go_name = "string"};
const Type kInt32Type = {.kind = TypeKind::kInt32, .go_name = "int32"};

// A struct's field that follows the last one found is likely near; only then are the names searched.
int find_field(const Type& type, std::string_view name, size_t next) {
  constexpr size_t kNear = 8;
  size_t end = std::min(next + kNear, type.fields.size());
  for (size_t i = next; i < end; ++i) {
    if (type.fields[i].name == name) return static_cast<int>(i);
  }
  return type.find(name);
}

// Tells whether a key of a map was there before. Few keys are compared, many hashed; ascending ones neither.
class SeenKeys {
 public:
  bool insert(std::string_view key) {
    if (keys_.empty() || key > largest_) {
      largest_ = key;
      keys_.push_back(key);
      return true;
    }
    if (keys_.size() <= kCompareMax) {
      if (std::ranges::find(keys_, key) != keys_.end()) return false;
      keys_.push_back(key);
      return true;
    }
    hashed_.insert(keys_.begin() + static_cast<ptrdiff_t>(hashed_count_), keys_.end());
    hashed_count_ = keys_.size();
    if (!hashed_.insert(key).second) return false;
    keys_.push_back(key);
    return true;
  }

 private:
  static constexpr size_t kCompareMax = 16;
  std::string_view largest_;
  std::vector<std::string_view> keys_;
  std::unordered_set<std::string_view> hashed_;
  size_t hashed_count_ = 0;
};

class JsonDecoder {
 public:
  JsonDecoder(std::string_view text, Arena& arena, Strictness strictness)
      : reader_(text, arena), arena_(arena), strict_(strictness == Strictness::kStrict) {
    nodes_.reserve(kNodesReserved);
  }

  // False when the text is no JSON or a value of its own form is wrong: then fault() or, when that is empty, the syntax says why.
  bool decode(const Type& type, Value& root) { return value(type, JsonPlace(), 0, root) && reader_.at_end(); }
  const std::string& fault() const { return fault_; }
  const std::string& type_fault() const { return type_fault_; }
  std::vector<std::string>& strict_errors() { return strict_errors_; }

 private:
  static constexpr size_t kNodesReserved = 256;

  // Null stays null here: whoever asked knows what it means for its field or element.
  bool value(const Type& type, const JsonPlace& place, size_t depth, Value& out) {
    char next = reader_.peek();
    if (next == 'n' && type.kind != TypeKind::kRawExtension) return null(out);
    switch (type.kind) {
      case TypeKind::kStruct:
        return next == '{' ? structure(type, place, depth, out) : mismatch(type, place, depth, out);
      case TypeKind::kList:
        return next == '[' ? list(type, place, depth, out) : mismatch(type, place, depth, out);
      case TypeKind::kMap:
        return next == '{' ? map(type, place, depth, out) : mismatch(type, place, depth, out);
      case TypeKind::kAny:
        return any(next, place, depth, out);
      case TypeKind::kBool:
        return next == 't' || next == 'f' ? boolean(out) : mismatch(type, place, depth, out);
      case TypeKind::kInt32:
      case TypeKind::kInt64:
      case TypeKind::kDouble:
        return is_number(next) ? number(type, place, out) : mismatch(type, place, depth, out);
      case TypeKind::kString:
        return next == '"' ? string(out) : mismatch(type, place, depth, out);
      case TypeKind::kBytes:
        if (next == '[') return byte_list(place, depth, out);
        return next == '"' ? bytes(out) : mismatch(type, place, depth, out);
      case TypeKind::kTime:
      case TypeKind::kMicroTime:
      case TypeKind::kDuration:
        return next == '"' ? time(type, out) : own_mismatch(kStringType, place, depth, out);
      case TypeKind::kQuantity:
        return quantity(depth, out);
      case TypeKind::kIntOrString:
        return next == '"' ? string(out) : int_of_either(next, place, depth, out);
      case TypeKind::kRawExtension:
      case TypeKind::kFieldsV1:
        return raw(depth, out);
      case TypeKind::kJsonSchemaOrBool:
      case TypeKind::kJsonSchemaOrArray:
      case TypeKind::kJsonSchemaOrStrings:
        return schema_or_other(type, next, place, depth, out);
    }
  }

  static bool is_number(char next) { return next == '-' || (next >= '0' && next <= '9'); }

  bool null(Value& out) {
    out = Value();
    return reader_.word("null");
  }

  bool boolean(Value& out) {
    bool truth = reader_.peek() == 't';
    out = Value::boolean(truth);
    return reader_.word(truth ? "true" : "false");
  }

  bool string(Value& out) {
    std::optional<std::string_view> text = reader_.string();
    if (text) out = Value::string(*text);
    return text.has_value();
  }

  // --- numbers

  bool number(const Type& type, const JsonPlace& place, Value& out) {
    std::optional<std::string_view> text = reader_.number();
    if (!text) return false;
    bool fits = type.kind == TypeKind::kDouble ? real(*text, out) : integer(*text, out);
    bool small = out.as_int() >= std::numeric_limits<int32_t>::min() && out.as_int() <= std::numeric_limits<int32_t>::max();
    if (fits && (type.kind != TypeKind::kInt32 || small)) return true;
    out = Value();
    save_type_fault("number " + std::string(*text), type, place);
    return true;
  }

  static bool integer(std::string_view text, Value& out) {
    int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    out = Value::integer(number);
    return error == std::errc() && end == text.data() + text.size();
  }

  // Go takes what is too small for 0; from_chars says only that it is out of range.
  static bool real(std::string_view text, Value& out) {
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range) number = std::strtod(std::string(text).c_str(), nullptr);
    out = Value::real(number);
    return number <= std::numeric_limits<double>::max() && number >= std::numeric_limits<double>::lowest();
  }

  // Upstream decodes IntOrString by itself: a fault in it ends the decoding.
  bool int_of_either(char next, const JsonPlace& place, size_t depth, Value& out) {
    std::string earlier = std::exchange(type_fault_, {});
    bool decoded = is_number(next) ? number(kInt32Type, place, out) : mismatch(kInt32Type, place, depth, out);
    return decoded && end_at_fault(std::move(earlier));
  }

  // --- values that are written as strings

  bool bytes(Value& out) {
    std::optional<std::string_view> text = reader_.string();
    if (!text) return false;
    char* memory = static_cast<char*>(arena_.allocate(text->size() / 4 * 3 + 3));
    Base64Decoded decoded = decode_base64(*text, memory);
    if (decoded.fault >= 0) save_fault("illegal base64 data at input byte " + std::to_string(decoded.fault));
    out = Value::string({memory, decoded.bytes});
    return true;
  }

  // Go takes a list of numbers, too.
  bool byte_list(const JsonPlace& place, size_t depth, Value& out) {
    static const Type kByteType = {.kind = TypeKind::kInt32, .go_name = "uint8"};
    static const Type kByteListType = {.kind = TypeKind::kList, .go_name = "[]uint8", .element = &kByteType};
    Value numbers;
    if (!list(kByteListType, place, depth, numbers)) return false;
    char* memory = static_cast<char*>(arena_.allocate(numbers.size()));
    for (size_t i = 0; i < numbers.size(); ++i) {
      int64_t number = numbers.items()[i].as_int();
      if (number < 0 || number > 255) save_type_fault("number " + std::to_string(number), kByteType, place);
      memory[i] = static_cast<char>(number);
    }
    out = Value::string({memory, numbers.size()});
    return true;
  }

  bool time(const Type& type, Value& out) {
    std::optional<std::string_view> text = reader_.string();
    if (!text) return false;
    Result<std::string_view> canonical = type.kind == TypeKind::kTime        ? canonical_time(*text, arena_)
                                         : type.kind == TypeKind::kMicroTime ? canonical_micro_time(*text, arena_)
                                                                             : canonical_duration(*text, arena_);
    return take_canonical(canonical, out);
  }

  // Upstream reads the text between the quotes as it is, and numbers too.
  bool quantity(size_t depth, Value& out) {
    std::optional<std::string_view> text = reader_.raw_value(depth);
    if (!text) return false;
    if (text->size() >= 2 && text->front() == '"') *text = text->substr(1, text->size() - 2);
    constexpr std::string_view kBlanks = " \t\n\v\f\r";
    size_t first = std::min(text->find_first_not_of(kBlanks), text->size());
    size_t last = text->find_last_not_of(kBlanks);
    return take_canonical(canonical_quantity(text->substr(first, last + 1 - first), arena_), out);
  }

  bool take_canonical(Result<std::string_view> canonical, Value& out) {
    if (!canonical) {
      fault_ = canonical.error().message();
      return false;
    }
    out = Value::string(*canonical);
    return true;
  }

  bool raw(size_t depth, Value& out) {
    std::optional<std::string_view> text = reader_.raw_value(depth);
    if (!text) return false;
    out = *text == "null" ? Value() : Value::string(*text);
    return true;
  }

  // --- lists, maps, structs. Their nodes are gathered on nodes_ and entries_ and moved to the arena when all are there.

  bool list(const Type& type, const JsonPlace& place, size_t depth, Value& out) {
    if (!reader_.take('[') || depth >= kJsonDepthMax) return false;
    const size_t base = nodes_.size();
    if (!reader_.take(']')) {
      do {
        Value item;
        if (!value(*type.element, place.item(nodes_.size() - base), depth + 1, item)) return false;
        if (item.is_null() && !type.element_pointer) item = zero_element(*type.element);
        nodes_.push_back(item);
      } while (reader_.take(','));
      if (!reader_.take(']')) return false;
    }
    out = Value::list(take_nodes(base));
    return true;
  }

  bool map(const Type& type, const JsonPlace& place, size_t depth, Value& out) {
    if (!reader_.take('{') || depth >= kJsonDepthMax) return false;
    const size_t base = entries_.size();
    std::optional<SeenKeys> seen;
    if (strict_) seen.emplace();
    if (!reader_.take('}')) {
      do {
        std::optional<std::string_view> name = key();
        if (!name) return false;
        if (seen && !seen->insert(*name)) save_strict_error("duplicate field ", place, *name);
        Value element;
        if (!value(*type.element, place.key(*name), depth + 1, element)) return false;
        if (element.is_null() && !type.element_pointer) element = zero_element(*type.element);
        entries_.push_back({*name, element});
      } while (reader_.take(','));
      if (!reader_.take('}')) return false;
    }
    out = Value::map(take_entries(base));
    return true;
  }

  bool structure(const Type& type, const JsonPlace& place, size_t depth, Value& out) {
    if (!reader_.take('{') || depth >= kJsonDepthMax) return false;
    const size_t base = nodes_.size();
    size_t next = 0;  // behind the largest field so far
    bool ascending = true;
    if (!reader_.take('}')) {
      do {
        std::optional<std::string_view> name = key();
        if (!name) return false;
        int index = find_field(type, *name, next);
        if (index < 0) {
          if (!unknown_field(place, *name, depth)) return false;
          continue;
        }
        const Field& field = type.fields[index];
        Value* earlier = nullptr;
        if (static_cast<size_t>(index) < next) {
          ascending = false;
          earlier = find_node(base, static_cast<uint16_t>(index));
        }
        if (earlier && strict_) save_strict_error("duplicate field ", place, field.name);
        size_t earlier_position = earlier ? static_cast<size_t>(earlier - nodes_.data()) : 0;
        Value node;
        if (!value(*field.type, place.field(type, static_cast<uint16_t>(index)), depth + 1, node)) return false;
        if (earlier) {
          nodes_[earlier_position] = merged(*field.type, nodes_[earlier_position], node).with_field(static_cast<uint16_t>(index));
        } else {
          nodes_.push_back(node.with_field(static_cast<uint16_t>(index)));
        }
        next = std::max(next, static_cast<size_t>(index) + 1);
      } while (reader_.take(','));
      if (!reader_.take('}')) return false;
    }
    drop_zero_fields(type, base);
    if (!ascending)
      std::sort(nodes_.begin() + static_cast<ptrdiff_t>(base), nodes_.end(),
                [](const Value& a, const Value& b) { return a.field() < b.field(); });
    out = Value::structure(take_nodes(base));
    return true;
  }

  std::optional<std::string_view> key() {
    if (reader_.peek() != '"') return std::nullopt;
    std::optional<std::string_view> name = reader_.string();
    return name && reader_.take(':') ? name : std::nullopt;
  }

  bool unknown_field(const JsonPlace& place, std::string_view name, size_t depth) {
    if (strict_) save_strict_error("unknown field ", place, name);
    reader_.peek();
    return reader_.raw_value(depth + 1).has_value();
  }

  Value* find_node(size_t base, uint16_t field) {
    for (size_t i = base; i < nodes_.size(); ++i) {
      if (nodes_[i].field() == field) return &nodes_[i];
    }
    return nullptr;
  }

  // A field given twice: Go decodes into what is there already.
  Value merged(const Type& type, Value earlier, Value later) {
    if (later.is_null()) return type.kind == TypeKind::kStruct ? earlier : later;
    if (earlier.tag() != later.tag()) return later;
    if (type.kind == TypeKind::kMap) {
      for (const Entry& entry : later.entries()) earlier.set(arena_, entry.key, entry.value);
      return earlier;
    }
    if (type.kind == TypeKind::kList) {
      for (size_t i = 0; i < std::min(earlier.size(), later.size()); ++i) {
        later.items()[i] = merged(*type.element, earlier.items()[i], later.items()[i]);
      }
      return later;
    }
    if (type.kind != TypeKind::kStruct) return later;
    for (const Value& node : later.fields()) {
      const Value* before = earlier.get(node.field());
      earlier.set(arena_, node.field(), before ? merged(*type.fields[node.field()].type, *before, node) : node);
    }
    return earlier;
  }

  void drop_zero_fields(const Type& type, size_t base) {
    auto first = nodes_.begin() + static_cast<ptrdiff_t>(base);
    nodes_.erase(std::remove_if(first, nodes_.end(), [&](const Value& node) { return is_zero_field(type.fields[node.field()], node); }),
                 nodes_.end());
  }

  std::span<Value> take_nodes(size_t base) {
    std::span<Value> taken = arena_.make_array<Value>(nodes_.size() - base);
    std::copy(nodes_.begin() + static_cast<ptrdiff_t>(base), nodes_.end(), taken.begin());
    nodes_.resize(base);
    return taken;
  }

  std::span<Entry> take_entries(size_t base) {
    std::span<Entry> gathered = std::span(entries_).subspan(base);
    gathered = gathered.first(sort_entries(gathered));
    std::span<Entry> taken = arena_.make_array<Entry>(gathered.size());
    std::ranges::copy(gathered, taken.begin());
    entries_.resize(base);
    return taken;
  }

  // --- types that take several forms

  bool any(char next, const JsonPlace& place, size_t depth, Value& out) {
    switch (next) {
      case '{':
        return map(kAnyObjectType, place, depth, out);
      case '[':
        return list(kAnyListType, place, depth, out);
      case '"':
        return string(out);
      case 't':
      case 'f':
        return boolean(out);
      default:
        return any_number(place, out);
    }
  }

  // An integer where the text has no point and fits, else a float64.
  bool any_number(const JsonPlace& place, Value& out) {
    std::optional<std::string_view> text = reader_.number();
    if (!text) return false;
    if (text->find('.') == std::string_view::npos && integer(*text, out)) return true;
    if (real(*text, out)) return true;
    static const Type kFloat64Type = {.kind = TypeKind::kDouble, .go_name = "float64"};
    out = Value();
    save_type_fault("number " + std::string(*text), kFloat64Type, place);
    return true;
  }

  // Upstream decodes what is inside by itself, and not strictly. Any other form than those asked for counts as none.
  bool schema_or_other(const Type& type, char next, const JsonPlace& place, size_t depth, Value& out) {
    bool strict = std::exchange(strict_, false);
    std::string earlier = std::exchange(type_fault_, {});
    bool decoded = schema_or_other_lenient(type, next, place, depth, out);
    strict_ = strict;
    return decoded && end_at_fault(std::move(earlier));
  }

  bool schema_or_other_lenient(const Type& type, char next, const JsonPlace& place, size_t depth, Value& out) {
    static const Type kStringListType = {.kind = TypeKind::kList, .go_name = "[]string", .element = &kStringType};
    if (next == '{') return structure(*type.element, place, depth, out);
    if (type.kind == TypeKind::kJsonSchemaOrBool) {
      if (next == 't' || next == 'f') return boolean(out);
      if (reader_.raw_value(depth)) fault_ = "boolean or JSON schema expected";
      return false;
    }
    if (next == '[' && type.kind == TypeKind::kJsonSchemaOrStrings) return list(kStringListType, place, depth, out);
    if (next == '[') {
      const Type schema_list = {.kind = TypeKind::kList, .element = type.element};
      return list(schema_list, place, depth, out);
    }
    out = Value::empty_list();
    return reader_.raw_value(depth).has_value();
  }

  // --- faults

  bool mismatch(const Type& type, const JsonPlace& place, size_t depth, Value& out) {
    char next = reader_.peek();
    if (!reader_.raw_value(depth)) return false;
    std::string_view what = next == '{' ? "object" : next == '[' ? "array" : next == '"' ? "string" : is_number(next) ? "number" : "bool";
    save_type_fault(what, type, place);
    out = Value();
    return true;
  }

  // Of a value that decodes itself.
  bool own_mismatch(const Type& type, const JsonPlace& place, size_t depth, Value& out) {
    std::string earlier = std::exchange(type_fault_, {});
    return mismatch(type, place, depth, out) && end_at_fault(std::move(earlier));
  }

  // False when a fault was saved since `earlier` was put away.
  bool end_at_fault(std::string earlier) {
    fault_ = std::exchange(type_fault_, std::move(earlier));
    return fault_.empty();
  }

  void save_type_fault(std::string_view what, const Type& type, const JsonPlace& place) {
    if (!type_fault_.empty()) return;
    std::string field = place.go_field();
    type_fault_ = "json: cannot unmarshal " + std::string(what) +
                  (field.empty() ? " into Go value of type " : " into Go struct field " + field + " of type ") + std::string(type.go_name);
  }

  void save_fault(std::string fault) {
    if (type_fault_.empty()) type_fault_ = std::move(fault);
  }

  void save_strict_error(std::string_view what, const JsonPlace& place, std::string_view name) {
    if (strict_errors_.size() >= kStrictErrorsMax) return;
    std::string error = std::string(what) + go_quoted(place.key(name).path());
    if (std::ranges::find(strict_errors_, error) == strict_errors_.end()) strict_errors_.push_back(std::move(error));
  }

  JsonReader reader_;
  Arena& arena_;
  bool strict_;
  std::vector<Value> nodes_;
  std::vector<Entry> entries_;
  std::string fault_;       // ends the decoding
  std::string type_fault_;  // the first one; the decoding goes on, as syntax comes first
  std::vector<std::string> strict_errors_;
};

}  // namespace

const Type& any_type() { return kAnyType; }

const Type& any_object_type() { return kAnyObjectType; }

bool decode_json_part(std::string_view json, Arena& arena, Value& out, std::string& fault) {
  JsonDecoder decoder(json, arena, Strictness::kLenient);
  if (!decoder.decode(kAnyType, out)) {
    fault = json_fault(json);
    return false;
  }
  fault = decoder.type_fault();
  return fault.empty();
}

Result<Decoded> decode_json(const Type& type, Bytes json, const JsonDecodeOptions& options) {
  constexpr size_t kArenaBytesMin = 512;
  Decoded decoded = {.document = Document(&type, Arena(kArenaBytesMin + json.size()))};
  JsonDecoder decoder(json, decoded.document.arena(), options.strictness);
  Value root;
  if (!decoder.decode(type, root)) {
    std::string fault = json_fault(json);
    return fail(Status::bad_request(fault.empty() ? decoder.fault() : fault));
  }
  if (!decoder.type_fault().empty()) return fail(Status::bad_request(decoder.type_fault()));
  if (root.is_null() && type.kind != TypeKind::kAny) root = zero_element(type);
  decoded.document.root() = root;
  decoded.document.arena().keep(std::move(json));
  decoded.strict_errors = std::move(decoder.strict_errors());
  return decoded;
}

}  // namespace pintle::object
