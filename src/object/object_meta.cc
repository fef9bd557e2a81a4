#include "object/object_meta.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "object/json.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

constexpr std::string_view kObjectMetaName = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
constexpr std::string_view kOwnerReferenceName = "io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference";
constexpr std::string_view kManagedFieldsEntryName = "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry";

uint16_t index_of(const schema::Type& type, std::string_view name) {
  const int index = type.find(name);
  PINTLE_CHECK(index >= 0);
  return static_cast<uint16_t>(index);
}

const schema::Type& builtin(std::string_view name) {
  const schema::Type* type = schema::find_builtin_type(name);
  PINTLE_CHECK(type != nullptr);
  return *type;
}

ObjectMetaFields find_fields() {
  const schema::Type& type = builtin(kObjectMetaName);
  const auto at = [&](std::string_view name) { return index_of(type, name); };
  return {.name = at("name"),
          .generate_name = at("generateName"),
          .namespace_ = at("namespace"),
          .self_link = at("selfLink"),
          .uid = at("uid"),
          .resource_version = at("resourceVersion"),
          .generation = at("generation"),
          .creation_timestamp = at("creationTimestamp"),
          .deletion_timestamp = at("deletionTimestamp"),
          .deletion_grace_period_seconds = at("deletionGracePeriodSeconds"),
          .labels = at("labels"),
          .annotations = at("annotations"),
          .owner_references = at("ownerReferences"),
          .finalizers = at("finalizers"),
          .managed_fields = at("managedFields")};
}

struct OwnerReferenceFields {
  uint16_t api_version, kind, name, uid, controller;
  static const OwnerReferenceFields& get() {
    static const OwnerReferenceFields kFields = [] {
      const schema::Type& type = builtin(kOwnerReferenceName);
      return OwnerReferenceFields{.api_version = index_of(type, "apiVersion"),
                                  .kind = index_of(type, "kind"),
                                  .name = index_of(type, "name"),
                                  .uid = index_of(type, "uid"),
                                  .controller = index_of(type, "controller")};
    }();
    return kFields;
  }
};

std::string_view text_of(const Value& node, uint16_t field) {
  const Value* value = node.get(field);
  return value ? value->as_string() : std::string_view();
}

std::string json_of(const schema::Type& type, const Value* value) {
  std::string out;
  if (value == nullptr) return "null";
  encode_json(type, *value, out);
  return out;
}

// The type of one field of ObjectMeta.
const schema::Type& type_of(uint16_t field) { return *builtin(kObjectMetaName).fields[field].type; }

struct GroupVersion {
  std::string_view group;
  std::string_view version;
};

// schema.ParseGroupVersion, empty where that fails.
GroupVersion parse_group_version(std::string_view api_version) {
  if (api_version == "/") return {};
  const size_t slash = api_version.find('/');
  if (slash == std::string_view::npos) return {"", api_version};
  if (api_version.find('/', slash + 1) != std::string_view::npos) return {};
  return {api_version.substr(0, slash), api_version.substr(slash + 1)};
}

void validate_owner_reference(const Value& reference, const FieldPath& path, ErrorList& errors) {
  const OwnerReferenceFields& fields = OwnerReferenceFields::get();
  const std::string_view api_version = text_of(reference, fields.api_version);
  const std::string_view kind = text_of(reference, fields.kind);
  const GroupVersion parsed = parse_group_version(api_version);
  if (parsed.version.empty()) errors.invalid(path.child("apiVersion"), quoted(api_version), "version must not be empty");
  const auto must_not_be_empty = [&](std::string_view name, std::string_view value) {
    if (value.empty()) errors.invalid(path.child(name), quoted(value), "must not be empty");
  };
  must_not_be_empty("kind", kind);
  must_not_be_empty("name", text_of(reference, fields.name));
  must_not_be_empty("uid", text_of(reference, fields.uid));
  if (parsed.group.empty() && parsed.version == "v1" && kind == "Event") {
    errors.invalid(path, json_of(builtin(kOwnerReferenceName), &reference), "/v1, Kind=Event is disallowed from being an owner");
  }
}

bool is_controller(const Value& reference) {
  const Value* controller = reference.get(OwnerReferenceFields::get().controller);
  return controller && controller->as_bool();
}

void validate_no_new_finalizers(const Value* finalizers, const Value* old, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> extra;
  if (finalizers) {
    for (const Value& item : finalizers->items()) extra.insert(item.as_string());
  }
  if (old) {
    for (const Value& item : old->items()) extra.erase(item.as_string());
  }
  if (extra.empty()) return;
  std::string list;
  for (std::string_view name : extra) list.append(list.empty() ? "" : ", ").append(quoted(name));
  errors.forbidden(path, "no new finalizers can be added if the object is being deleted, found new finalizers []string{" + list + "}");
}

void validate_namespace(std::string_view name, Namespacing namespacing, const FieldPath& path, ErrorList& errors) {
  if (namespacing == Namespacing::kForbidden) {
    if (!name.empty()) errors.forbidden(path, "not allowed on this type");
  } else if (name.empty()) {
    errors.required(path, "");
  } else {
    errors.invalid_text_each(path, name, name_is_dns_label(name, NameUse::kWhole));
  }
}

void validate_name(const ObjectMeta& meta, NameFunction name_function, const FieldPath& path, ErrorList& errors) {
  if (std::string_view prefix = meta.generate_name(); !prefix.empty()) {
    errors.invalid_text_each(path.child("generateName"), prefix, name_function(prefix, NameUse::kPrefix));
  }
  if (meta.name().empty()) {
    errors.required(path.child("name"), "name or generateName is required");
  } else {
    errors.invalid_text_each(path.child("name"), meta.name(), name_function(meta.name(), NameUse::kWhole));
  }
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace

const ObjectMetaFields& ObjectMetaFields::get() {
  static const ObjectMetaFields kFields = find_fields();
  return kFields;
}

const ManagedFieldsEntryFields& ManagedFieldsEntryFields::get() {
  static const ManagedFieldsEntryFields kFields = [] {
    const schema::Type& type = builtin(kManagedFieldsEntryName);
    const auto at = [&](std::string_view name) { return index_of(type, name); };
    return ManagedFieldsEntryFields{.manager = at("manager"),
                                    .operation = at("operation"),
                                    .api_version = at("apiVersion"),
                                    .time = at("time"),
                                    .fields_type = at("fieldsType"),
                                    .fields_v1 = at("fieldsV1"),
                                    .subresource = at("subresource")};
  }();
  return kFields;
}

int metadata_field(const schema::Type& type) { return type.find("metadata"); }

ObjectMeta::ObjectMeta(const schema::Type& type, const Value& object) : meta_(nullptr) {
  if (const int field = metadata_field(type); field >= 0) meta_ = object.get(static_cast<uint16_t>(field));
}

int64_t ObjectMeta::generation() const {
  const Value* value = get(ObjectMetaFields::get().generation);
  return value ? value->as_int() : 0;
}

std::string_view ObjectMeta::text(uint16_t field) const {
  const Value* value = get(field);
  return value ? value->as_string() : std::string_view();
}

void validate_object_meta(const ObjectMeta& meta, Namespacing namespacing, NameFunction name, const FieldPath& path, ErrorList& errors) {
  validate_name(meta, name, path, errors);
  validate_namespace(meta.namespace_name(), namespacing, path.child("namespace"), errors);
  validate_nonnegative(meta.generation(), path.child("generation"), errors);
  validate_labels(meta.labels(), path.child("labels"), errors);
  validate_annotations(meta.annotations(), path.child("annotations"), errors);
  validate_owner_references(meta.owner_references(), path.child("ownerReferences"), errors);
  validate_finalizers(meta.finalizers(), path.child("finalizers"), errors);
  validate_managed_fields(meta.managed_fields(), path.child("managedFields"), errors);
}

void validate_object_meta_update(const ObjectMeta& meta, const ObjectMeta& old, const FieldPath& path, ErrorList& errors) {
  const ObjectMetaFields& fields = ObjectMetaFields::get();
  if (!old.deletion_timestamp().empty()) {
    validate_no_new_finalizers(meta.finalizers(), old.finalizers(), path.child("finalizers"), errors);
  }
  if (meta.resource_version().empty()) {
    errors.invalid(path.child("resourceVersion"), quoted(meta.resource_version()), "must be specified for an update");
  }
  if (meta.generation() < old.generation()) {
    errors.invalid(path.child("generation"), std::to_string(meta.generation()), "must not be decremented");
  }
  const auto immutable_text = [&](std::string_view name, std::string_view value, std::string_view was) {
    if (value != was) errors.invalid(path.child(name), quoted(value), kImmutableError);
  };
  immutable_text("name", meta.name(), old.name());
  immutable_text("namespace", meta.namespace_name(), old.namespace_name());
  const auto immutable = [&](std::string_view name, uint16_t field) {
    const std::string value = json_of(type_of(field), meta.get(field));
    if (value != json_of(type_of(field), old.get(field))) errors.invalid(path.child(name), value, kImmutableError);
  };
  immutable("uid", fields.uid);
  immutable("creationTimestamp", fields.creation_timestamp);
  immutable("deletionTimestamp", fields.deletion_timestamp);
  immutable("deletionGracePeriodSeconds", fields.deletion_grace_period_seconds);

  validate_labels(meta.labels(), path.child("labels"), errors);
  validate_annotations(meta.annotations(), path.child("annotations"), errors);
  validate_owner_references(meta.owner_references(), path.child("ownerReferences"), errors);
  validate_managed_fields(meta.managed_fields(), path.child("managedFields"), errors);
}

void validate_labels(const Value* labels, const FieldPath& path, ErrorList& errors) {
  if (labels == nullptr) return;
  for (const Entry& label : labels->entries()) {
    validate_label_name(label.key, path, errors);
    for (std::string& message : is_label_value(label.value.as_string())) {
      errors.add({.type = ErrorType::kInvalid,
                  .field = path.to_string(),
                  .value = quoted(label.value.as_string()),
                  .detail = std::move(message),
                  .origin = "format=k8s-label-value"});
    }
  }
}

bool annotations_fit(const Value* annotations) {
  if (annotations == nullptr) return true;
  size_t bytes = 0;
  for (const Entry& annotation : annotations->entries()) bytes += annotation.key.size() + annotation.value.as_string().size();
  return bytes <= kAnnotationsBytesMax;
}

void validate_annotations(const Value* annotations, const FieldPath& path, ErrorList& errors) {
  if (annotations == nullptr) return;
  for (const Entry& annotation : annotations->entries()) {
    for (std::string& message : is_qualified_name(lower_case(annotation.key))) {
      errors.add({.type = ErrorType::kInvalid,
                  .field = path.to_string(),
                  .value = quoted(annotation.key),
                  .detail = std::move(message),
                  .origin = "format=k8s-label-key"});
    }
  }
  if (!annotations_fit(annotations)) errors.too_long(path, kAnnotationsBytesMax);
}

void validate_owner_references(const Value* references, const FieldPath& path, ErrorList& errors) {
  if (references == nullptr) return;
  std::string controller;
  for (const Value& reference : references->items()) {
    validate_owner_reference(reference, path, errors);
    if (!is_controller(reference)) continue;
    const OwnerReferenceFields& fields = OwnerReferenceFields::get();
    std::string name = std::string(text_of(reference, fields.kind)).append("/").append(text_of(reference, fields.name));
    if (controller.empty()) {
      controller = std::move(name);
    } else {
      errors.invalid(path, json_of(type_of(ObjectMetaFields::get().owner_references), references),
                     "Only one reference can have Controller set to true. Found \"true\" in references for " + controller + " and " + name);
    }
  }
}

void validate_finalizers(const Value* finalizers, const FieldPath& path, ErrorList& errors) {
  if (finalizers == nullptr) return;
  bool orphan = false;
  bool foreground = false;
  for (const Value& item : finalizers->items()) {
    errors.invalid_text_each(path, item.as_string(), is_qualified_name(item.as_string()));
    orphan |= item.as_string() == "orphan";
    foreground |= item.as_string() == "foregroundDeletion";
  }
  if (orphan && foreground) {
    errors.invalid(path, json_of(type_of(ObjectMetaFields::get().finalizers), finalizers),
                   "finalizer orphan and foregroundDeletion cannot be both set");
  }
}

void validate_managed_fields(const Value* entries, const FieldPath& path, ErrorList& errors) {
  if (entries == nullptr) return;
  const ManagedFieldsEntryFields& fields = ManagedFieldsEntryFields::get();
  for (size_t i = 0; i < entries->size(); ++i) {
    const Value& entry = entries->items()[i];
    const FieldPath at = path.index(i);
    const std::string_view operation = text_of(entry, fields.operation);
    if (operation != "Apply" && operation != "Update") {
      errors.invalid(at.child("operation"), json_quoted(operation), "must be `Apply` or `Update`");
    }
    const std::string_view fields_type = text_of(entry, fields.fields_type);
    if (!fields_type.empty() && fields_type != "FieldsV1") {
      errors.invalid(at.child("fieldsType"), quoted(fields_type), "must be `FieldsV1`");
    }
    validate_field_manager(text_of(entry, fields.manager), at.child("manager"), errors);
    if (text_of(entry, fields.subresource).size() > kSubresourceBytesMax) errors.too_long(at.child("subresource"), kSubresourceBytesMax);
  }
}

}  // namespace pintle::object
