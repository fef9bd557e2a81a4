#include "object/patch.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "object/field_error.h"
#include "object/json.h"
#include "object/object_meta.h"
#include "object/patch/json_patch.h"
#include "object/patch/merge_patch.h"
#include "object/patch/node.h"
#include "object/patch/strategic_merge.h"

namespace pintle::object {
namespace {

using schema::Type;

constexpr size_t kResultBytes = 8 << 10;   // first block of a patched object
constexpr size_t kScratchBytes = 4 << 10;  // of what is gone after the patch

// The 422 that shows what the patch made (or the patch itself) and why that is no object.
Status invalid_patch(std::string_view shown, std::string_view why) {
  ErrorList errors;
  errors.invalid(FieldPath("patch"), quoted(shown), why);
  return errors.to_status("", "", "");
}

std::string strict_decoding_error(const std::vector<std::string>& faults) {
  std::string text;
  for (const std::string& fault : faults) text.append(text.empty() ? "strict decoding error: " : ", ").append(fault);
  return text;
}

std::string_view plain_text(const Value* value) { return value ? value->as_string() : std::string_view(); }

// An object keeps its kind; upstream finds no type for another one.
std::optional<std::string> changed_kind(const Type& type, const Value& before, const Node& root) {
  const int kind = type.find("kind");
  const int api_version = type.find("apiVersion");
  if (kind < 0 || api_version < 0) return std::nullopt;
  const Value* kind_before = before.get(static_cast<uint16_t>(kind));
  const Value* version_before = before.get(static_cast<uint16_t>(api_version));
  if (!kind_before || !version_before) return std::nullopt;
  const std::string_view kind_now = plain_text(root.scalar_member("kind"));
  const std::string_view version_now = plain_text(root.scalar_member("apiVersion"));
  // Without a kind the one of the object is taken.
  const bool same_kind = kind_now.empty() || kind_now == kind_before->as_string();
  const bool same_version = version_now.empty() || version_now == version_before->as_string();
  if (same_kind && same_version) return std::nullopt;
  return "no kind " + quoted(kind_now) + " is registered for version " + quoted(version_now) +
         " in scheme \"pkg/api/legacyscheme/scheme.go:30\"";
}

}  // namespace

struct Patch::Body {
  PatchKind kind;
  FieldValidation validation;
  Decoded plain;                           // the patch
  std::vector<std::string> strict_faults;  // of the patch itself

  bool strict() const { return validation != FieldValidation::kIgnore; }
  Result<Patched> finish(Patched patched, std::vector<std::string> faults, const std::function<std::string()>& shown) const;
  Result<Patched> apply_json(const Type& type, const Value& current) const;
  Result<Patched> apply_strategic(const Type& type, const Value& current) const;
  Result<Patched> decode_again(const Type& type, const std::string& json) const;
};

namespace {

Result<Decoded> parse_plain(PatchKind kind, const Bytes& body, FieldValidation validation) {
  const JsonDecodeOptions options{.strictness = validation == FieldValidation::kIgnore ? Strictness::kLenient : Strictness::kStrict};
  auto decoded = decode_json(any_type(), body, options);
  if (decoded) return decoded;
  const bool named = options.strictness == Strictness::kStrict && kind != PatchKind::kStrategicMerge;
  if (!named && kind == PatchKind::kMerge) return fail(Status::bad_request("Invalid JSON Patch"));
  return fail(Status::bad_request((named ? "error decoding patch: " : "") + decoded.error().message()));
}

std::string_view json_name(const Value& value) {
  switch (value.tag()) {
    case Tag::kList:
      return "array";
    case Tag::kString:
      return "string";
    case Tag::kBool:
      return "bool";
    case Tag::kNull:
      return "null";
    case Tag::kInt:
    case Tag::kDouble:
      return "number";
    default:
      return "object";
  }
}

std::unexpected<Status> cannot_unmarshal(const Value& value, std::string_view go_type, bool named) {
  return fail(Status::bad_request((named ? "error decoding patch: json: cannot unmarshal " : "json: cannot unmarshal ") +
                                  std::string(json_name(value)) + " into Go value of type " + std::string(go_type)));
}

Result<void> check_shape(PatchKind kind, const Value& root, FieldValidation validation) {
  const bool strict = validation != FieldValidation::kIgnore;
  switch (kind) {
    case PatchKind::kJson:
      if (!root.is_list() && !root.is_null()) {
        return cannot_unmarshal(root, strict ? "[]handlers.jsonPatchOp" : "jsonpatch.Patch", strict);
      }
      if (root.size() > kJsonPatchOperationsMax) {
        return fail(Status::request_too_large("The allowed maximum operations in a JSON patch is " +
                                              std::to_string(kJsonPatchOperationsMax) + ", got " + std::to_string(root.size())));
      }
      return {};
    case PatchKind::kMerge:
      if (root.is_map()) return {};
      if (strict && !root.is_null()) return cannot_unmarshal(root, "map[string]interface {}", true);
      // An array replaces the object, which no object can be; apply() says so.
      if (root.is_list()) return {};
      return fail(Status::bad_request("Invalid JSON Patch"));
    case PatchKind::kStrategicMerge:
      if (root.is_map() || root.is_null()) return {};
      return cannot_unmarshal(root, "map[string]interface {}", false);
  }
  return {};
}

// Unknown and duplicate fields of the operations; types that do not fit are a fault of the body.
Result<std::vector<std::string>> check_operations(const Bytes& body) {
  auto typed = decode_json(json_patch_type(), body, {.strictness = Strictness::kStrict});
  if (!typed) return fail(Status::bad_request("error decoding patch: " + typed.error().message()));
  for (std::string& fault : typed->strict_errors) fault = "json patch " + fault;
  return std::move(typed->strict_errors);
}

}  // namespace

Result<Patch> Patch::parse(PatchKind kind, Bytes body, FieldValidation validation) {
  PINTLE_TRY(Decoded plain, parse_plain(kind, body, validation));
  PINTLE_TRY_VOID(check_shape(kind, plain.document.root(), validation));
  std::vector<std::string> faults = std::move(plain.strict_errors);
  if (kind == PatchKind::kJson && validation != FieldValidation::kIgnore) {
    PINTLE_TRY(faults, check_operations(body));
  }
  return Patch(std::make_shared<const Body>(Body{kind, validation, std::move(plain), std::move(faults)}));
}

Result<Patched> Patch::apply(const Type& type, const Value& current) const {
  return body_->kind == PatchKind::kStrategicMerge ? body_->apply_strategic(type, current) : body_->apply_json(type, current);
}

// Unknown fields are warnings or the end, as the request has it.
Result<Patched> Patch::Body::finish(Patched patched, std::vector<std::string> faults, const std::function<std::string()>& shown) const {
  if (!strict()) return patched;
  faults.insert(faults.begin(), strict_faults.begin(), strict_faults.end());
  if (!faults.empty() && validation == FieldValidation::kStrict) return fail(invalid_patch(shown(), strict_decoding_error(faults)));
  patched.warnings = std::move(faults);
  return patched;
}

// The slow way, with the decoder's own faults: the patched object as text, and back.
Result<Patched> Patch::Body::decode_again(const Type& type, const std::string& json) const {
  auto decoded = decode_json(type, Bytes::copy(json), {.strictness = strict() ? Strictness::kStrict : Strictness::kLenient});
  if (!decoded) return fail(invalid_patch(json, decoded.error().message()));
  return finish({.object = std::move(decoded->document)}, std::move(decoded->strict_errors), [&] { return json; });
}

Result<Patched> Patch::Body::apply_json(const Type& type, const Value& current) const {
  Arena scratch(kScratchBytes);
  NodeTree tree(scratch);
  Node* root = tree.typed(type, current);
  const Value& patch = plain.document.root();
  if (kind == PatchKind::kJson) {
    if (!apply_json_patch(patch, tree, root)) return fail(rejected_patch());
    tree.open(*root);
  } else if (patch.is_map()) {
    apply_merge_patch(patch, tree, *root);
  } else {
    root = tree.plain(without_nulls(patch, scratch));
  }
  const auto json = [&] {
    std::string text;
    tree.append_json(*root, text);
    return text;
  };
  if (root->kind() != JsonKind::kObject) return decode_again(type, json());
  if (const std::optional<std::string> fault = changed_kind(type, current, *root)) return fail(invalid_patch(json(), *fault));

  Patched patched{.object = Document(&type, Arena(kResultBytes))};
  std::vector<std::string> unknown;
  FromUnstructured converter(patched.object.arena(), strict() ? &unknown : nullptr);
  auto value = tree.to_value(*root, type, converter);
  if (!value || !unknown.empty()) return decode_again(type, json());
  patched.object.root() = *value;
  return finish(std::move(patched), {}, json);
}

Result<Patched> Patch::Body::apply_strategic(const Type& type, const Value& current) const {
  Arena scratch(kScratchBytes);
  NodeTree tree(scratch);
  Value patch = plain.document.root().is_map() ? deep_copy(plain.document.root(), scratch) : Value::empty_map();
  PINTLE_TRY(Node * root, apply_strategic_merge(type, patch, tree, tree.typed(type, current)));
  const auto shown = [&] { return format_value(patch); };

  Patched patched{.object = Document(&type, Arena(kResultBytes))};
  std::vector<std::string> unknown;
  FromUnstructured converter(patched.object.arena(), strict() ? &unknown : nullptr);
  auto value = tree.to_value(*root, type, converter);
  if (!value) return fail(invalid_patch(shown(), value.error().message()));
  patched.object.root() = *value;
  std::ranges::sort(unknown);
  return finish(std::move(patched), std::move(unknown), shown);
}

}  // namespace pintle::object
