#include "api/metadata_rules.h"

namespace pintle::api {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

FieldPath metadata_path() { return FieldPath("metadata"); }

void validate_domain(std::string_view finalizer, const FieldPath& path, ErrorList& errors) {
  if (finalizer.find('/') != std::string_view::npos) return;
  if (finalizer == "kubernetes" || finalizer == "orphan" || finalizer == "foregroundDeletion") return;
  errors.invalid(path, go_quoted(finalizer), "name is neither a standard finalizer name nor is it fully qualified");
}

void validate_domains(const Kind& kind, const ObjectMeta& meta, ErrorList& errors) {
  if (!kind.standard_finalizers || !meta.finalizers()) return;
  size_t index = 0;
  for (const object::Value& finalizer : meta.finalizers()->items())
    validate_domain(finalizer.as_string(), metadata_path().child("finalizers").index(index++), errors);
}

object::Namespacing namespacing(const Kind& kind) {
  return kind.scope == Scope::kNamespaced ? object::Namespacing::kRequired : object::Namespacing::kForbidden;
}

}  // namespace

void validate_metadata(const Kind& kind, const ObjectMeta& meta, ErrorList& errors) {
  object::validate_object_meta(meta, namespacing(kind), kind.validate_name, metadata_path(), errors);
  validate_domains(kind, meta, errors);
}

void validate_metadata_update(const Kind& kind, const ObjectMeta& meta, const ObjectMeta& old, ErrorList& errors) {
  object::validate_object_meta_update(meta, old, metadata_path(), errors);
  validate_domains(kind, meta, errors);
}

void validate_finalizer_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  errors.invalid_each(path, go_quoted(name), object::is_qualified_name(name));
  validate_domain(name, path, errors);
}

}  // namespace pintle::api
