// Type: what Pintle knows of a Kubernetes type, as a table. All generic code (codecs, patches, apply, defaulting, pruning, OpenAPI) is
// driven by these tables; no class per kind exists.
//
// Built-in types are `constexpr`-like tables that tools/schemagen writes at build time; a custom resource's structural schema makes the
// same tables at run time (extensions/). A struct's fields are **flattened**: a Go field that JSON inlines contributes its fields in
// place, in Go declaration order (the order JSON is written in). Where protobuf nests such an inlined struct in a message of
// its own, the fields carry the `embed` they belong to. Example: core/v1 Volume = {name, hostPath (embed 1), emptyDir (embed 1), ...};
// embed 1 is protobuf field 2. TypeMeta contributes `kind` and `apiVersion` with number 0: protobuf has them in the envelope only.
//
// Ownership: tables live as long as the process (built-in) or as the owner of a CRD's schema. Immutable; any thread.
// Source: k8s.io/api types.go and generated.proto; docs/formats/schema.md.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace pintle::schema {

enum class TypeKind : uint8_t {
  kBool,
  kInt32,
  kInt64,
  kDouble,
  kString,
  kBytes,  // []byte: base64 in JSON; raw bytes in the tree
  kStruct,
  kList,                 // element
  kMap,                  // string keys; element
  kTime,                 // string in the tree: RFC 3339 with seconds, UTC; "" (absent) is the zero time
  kMicroTime,            // the same with six digits
  kDuration,             // string in the tree, Go's form ("1h0m0s")
  kQuantity,             // string in the tree: canonical form
  kIntOrString,          // int or string in the tree
  kRawExtension,         // raw JSON (or protobuf `k8s\0`) bytes in the tree
  kFieldsV1,             // raw JSON bytes in the tree
  kAny,                  // any JSON: null, bool, int, double, string, list, map in the tree (apiextensions JSON, schemaless parts)
  kJsonSchemaOrBool,     // apiextensions JSONSchemaPropsOrBool: bool or struct (element) in the tree
  kJsonSchemaOrArray,    // apiextensions JSONSchemaPropsOrArray: struct or list of struct
  kJsonSchemaOrStrings,  // apiextensions JSONSchemaPropsOrStringArray: struct or list of string
};

// When a field is written to JSON.
enum class Emit : uint8_t {
  kAlways,     // zero values, null lists, maps and pointers too
  kOmitEmpty,  // Go's omitempty: not the zero scalar, the empty list or map, the nil pointer; a plain struct is always written
  kOmitZero,   // Go's omitzero: not the zero time
};

// +listType, +mapType, +structType. kUnset is atomic for lists, granular for maps and structs.
enum class MergeKind : uint8_t { kUnset, kAtomic, kSet, kMap, kGranular };

// patchStrategy of strategic merge patch; bits.
enum PatchStrategy : uint8_t { kPatchDefault = 0, kPatchMerge = 1, kPatchReplace = 2, kPatchRetainKeys = 4 };

struct Type;

// One `+k8s:` declarative validation marker, as written: name "maxLength", scope "" or "eachVal", "eachKey", "subfield(x)", ..., argument.
struct Marker {
  std::string_view text;  // whole: "+k8s:eachVal=+k8s:maxLength=63"
};

struct EnumValue {
  std::string_view value;
  std::string_view doc;
};

struct Field {
  std::string_view name;  // JSON name
  const Type* type = nullptr;
  uint16_t number = 0;  // protobuf field number; 0: none (TypeMeta, types without protobuf)
  uint8_t embed = 0;    // 1-based index into Type::embeds; 0: in the message itself
  Emit emit = Emit::kOmitEmpty;
  bool pointer = false;   // a Go pointer: absent and zero differ
  bool required = false;  // OpenAPI required: neither +optional nor omitempty
  PatchStrategy patch_strategy = kPatchDefault;
  MergeKind merge = MergeKind::kUnset;
  std::string_view patch_merge_key;
  std::span<const std::string_view> list_map_keys;
  std::string_view default_json;           // `+default`, references resolved; "" when there is none
  std::string_view doc;                    // OpenAPI description
  std::span<const EnumValue> enum_values;  // also on Type when the enum is a named type; the union is here
  std::span<const Marker> markers;
};

// A Go struct that JSON inlines and protobuf nests. Its fields are contiguous in Type::fields: [first, first + count).
struct Embed {
  std::string_view name;  // protobuf field name
  uint16_t number;        // protobuf field number in the enclosing message
  uint16_t first;
  uint16_t count;
  const Type* type;  // the inlined struct as a type of its own
};

// One entry of OpenAPI's x-kubernetes-unions: of the members at most one is set, the one that the discriminator's value names.
struct UnionMember {
  std::string_view name;  // JSON name
  std::string_view discriminated_by;
};
struct Union {
  std::string_view discriminator;  // JSON name; "" when there is none
  std::span<const UnionMember> members;
};

struct Type {
  TypeKind kind = TypeKind::kStruct;
  std::string_view name;          // OpenAPI model name of structs and named types: "io.k8s.api.core.v1.Pod"; "" for lists, maps, scalars
  std::string_view go_name;       // "v1.Pod": upstream's messages name Go types
  std::span<const Field> fields;  // kStruct, flattened, JSON order
  // Field indexes in protobuf write order. An embed's fields stand together in the place of the embed's number, in the order of the
  // embed's own type; a nested embed (NamedRuleWithOperations) is an embed of that type. Fields without a number are left out.
  std::span<const uint16_t> by_number;
  std::span<const uint16_t> by_name;  // field indexes sorted by JSON name
  // By protobuf number: 1 + the index of a field, minus 1 + the index of an embed, 0 for nothing.
  std::span<const int16_t> by_wire;
  // Open addressing: 1 + the field's index at name_hash() or behind it, 0 where there is none. The size is a power of two.
  std::span<const uint16_t> by_hash;
  std::span<const uint16_t> defaulted;  // indexes of the fields that have a default or hold something that has; ascending
  bool has_defaults = false;            // a value may hold a field with a default, at any depth
  std::span<const Embed> embeds;
  const Type* element = nullptr;        // kList, kMap, kJsonSchemaOr*
  bool proto_wrapper = false;           // a named slice that protobuf wraps: message { repeated items = 1 } (ExtraValue, Verbs)
  bool element_pointer = false;         // list of pointers or map to pointers
  bool has_proto = true;                // false: the Table family, version.Info
  MergeKind merge = MergeKind::kUnset;  // marker on the type itself
  std::span<const std::string_view> list_map_keys;
  std::span<const EnumValue> enum_values;
  std::span<const Marker> markers;
  std::span<const Union> unions;
  std::string_view doc;

  // The field's index, or -1.
  int find(std::string_view json_name) const;
};

// Of a field's JSON name, for Type::by_hash; tools/schemagen makes the tables with the same one.
constexpr size_t name_hash(std::string_view name) {
  if (name.empty()) return 0;
  const auto byte = [&](size_t at) { return static_cast<size_t>(static_cast<unsigned char>(name[at])); };
  return name.size() + 5 * byte(0) + 17 * byte(name.size() / 2) + 41 * byte(name.size() - 1);
}

// The slots that `fields` names need in a by_hash table.
constexpr size_t hash_slots(size_t fields) { return std::bit_ceil(std::max<size_t>(2 * fields, 2)); }
// Fills a by_hash table of hash_slots(fields.size()) zeros, for types that no generator makes.
void hash_names(std::span<const Field> fields, std::span<uint16_t> slots);

inline int Type::find(std::string_view json_name) const {
  if (by_hash.empty()) return -1;
  const size_t mask = by_hash.size() - 1;
  for (size_t at = name_hash(json_name) & mask; by_hash[at] != 0; at = (at + 1) & mask) {
    const int index = by_hash[at] - 1;
    if (fields[static_cast<size_t>(index)].name == json_name) return index;
  }
  return -1;
}

// A kind and the struct that describes it: {"apps", "v1", "Deployment", &type}.
struct KindEntry {
  std::string_view group;
  std::string_view version;
  std::string_view kind;
  const Type* type;
};

// Every kind that the official modules register, sorted by group, version, kind; defined by the generated tables.
std::span<const KindEntry> builtin_kinds();
// The kinds of meta/v1 that are registered in each group and version (ListOptions, DeleteOptions, WatchEvent, ...), sorted by kind;
// group and version are "".
std::span<const KindEntry> shared_kinds();
// The kinds of configuration files and of what the server tells of itself (apiserver.config.k8s.io, audit.k8s.io, ...), sorted like
// builtin_kinds(). They are JSON and YAML only: has_proto is false.
std::span<const KindEntry> config_kinds();
// Every type with an OpenAPI model name, sorted by that name.
std::span<const Type* const> builtin_types();
// null when there is none; a shared kind is found in every group and version that has a kind. O(log n).
const Type* find_builtin_kind(std::string_view group, std::string_view version, std::string_view kind);
const Type* find_config_kind(std::string_view group, std::string_view version, std::string_view kind);
// By OpenAPI model name ("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"); null when there is none. O(log n).
const Type* find_builtin_type(std::string_view model_name);

}  // namespace pintle::schema
