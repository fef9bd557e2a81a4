#include "access/reviews/access_review_rules.h"

#include <algorithm>
#include <span>

#include "groups/internal_json.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "object/validation.h"
#include "views/authorization_v1.h"

namespace pintle::access {
namespace {

namespace v1 = authorization::v1;
using object::ErrorList;
using object::FieldPath;
using object::quoted;

template <class Requirement>
void validate_values(const Requirement& requirement, const FieldPath& path, ErrorList& errors) {
  const std::string_view op = requirement.operator_();
  const bool lists = op == "In" || op == "NotIn";
  const bool asks = op == "Exists" || op == "DoesNotExist";
  const FieldPath values = path.child("values");
  if (lists && requirement.values().empty()) errors.required(values, "must be specified when `operator` is 'In' or 'NotIn'");
  if (asks && !requirement.values().empty()) errors.forbidden(values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
}

void validate_requirement(meta::v1::FieldSelectorRequirement requirement, const FieldPath& path, ErrorList& errors) {
  if (requirement.key().empty()) errors.required(path.child("key"), "must be specified");
  validate_values(requirement, path, errors);
}

void validate_requirement(meta::v1::LabelSelectorRequirement requirement, const FieldPath& path, ErrorList& errors) {
  validate_values(requirement, path, errors);
  object::validate_label_name(requirement.key(), path.child("key"), errors);
  for (auto [index, value] : requirement.values().enumerate())
    for (const std::string& message : object::is_label_value(value))
      errors.invalid(path.child("values").index(index), quoted(value), message);
}

template <class Selector>
void validate_selector(Selector selector, const FieldPath& path, ErrorList& errors) {
  if (!selector) return;
  const bool raw = !selector.raw_selector().empty();
  if (raw && !selector.requirements().empty())
    errors.invalid(path.child("rawSelector"), quoted(selector.raw_selector()), "may not specified at the same time as requirements");
  if (!raw && selector.requirements().empty())
    errors.required(path.child("requirements"), "when " + path.to_string() + " is specified, requirements or rawSelector is required");
  for (auto [index, requirement] : selector.requirements().enumerate())
    validate_requirement(requirement, path.child("requirements").index(index), errors);
}

void validate_resource(v1::ResourceAttributes attributes, ErrorList& errors) {
  if (!attributes) return;
  const FieldPath path("spec.resourceAttributes");
  validate_selector(attributes.field_selector(), path.child("fieldSelector"), errors);
  validate_selector(attributes.label_selector(), path.child("labelSelector"), errors);
}

template <class Spec>
void validate_either(Spec spec, ErrorList& errors) {
  const FieldPath path("spec");
  const bool resource = spec.resource_attributes().present();
  const bool other = spec.non_resource_attributes().present();
  if (resource && other)
    errors.invalid(path.child("nonResourceAttributes"), groups::internal_json_line(spec.non_resource_attributes()),
                   "cannot be specified in combination with resourceAttributes");
  if (!resource && !other)
    errors.invalid(path.child("resourceAttributes"), "null",
                   "exactly one of nonResourceAttributes or resourceAttributes must be specified");
}

void validate_spec(v1::SubjectAccessReviewSpec spec, ErrorList& errors) {
  validate_either(spec, errors);
  if (spec.user().empty() && spec.groups().empty())
    errors.invalid(FieldPath("spec").child("user"), quoted(spec.user()), "at least one of user or group must be specified");
  validate_resource(spec.resource_attributes(), errors);
}

// `allowed`: what may be there.
void validate_empty_metadata(const object::Document& review, std::span<const std::string_view> allowed, std::string_view text,
                             ErrorList& errors) {
  const auto metadata = static_cast<uint16_t>(object::metadata_field(*review.type()));
  const schema::Type& type = *review.type()->fields[metadata].type;
  const object::Value* node = review.root().get(metadata);
  if (!node) return;
  bool empty = true;
  for (uint16_t index = 0; index < type.fields.size(); ++index) {
    const schema::Field& field = type.fields[index];
    if (std::ranges::find(allowed, field.name) == allowed.end()) empty &= object::semantic_equal(field, node->get(index), nullptr);
  }
  if (empty) return;
  std::string json;
  object::encode_json(type, *node, json);
  errors.invalid(FieldPath("metadata"), json, text);
}

constexpr std::string_view kManagedFields[] = {"managedFields"};
constexpr std::string_view kManagedFieldsAndNamespace[] = {"managedFields", "namespace"};

}  // namespace

void validate_subject_review(const object::Document& review, ErrorList& errors) {
  validate_spec(v1::SubjectAccessReview(&review.root()).spec(), errors);
  validate_empty_metadata(review, kManagedFields, "must be empty", errors);
}

void validate_local_subject_review(const object::Document& document, ErrorList& errors) {
  const v1::LocalSubjectAccessReview review(&document.root());
  validate_spec(review.spec(), errors);
  validate_empty_metadata(document, kManagedFieldsAndNamespace, "must be empty except for namespace", errors);
  const v1::ResourceAttributes resource = review.spec().resource_attributes();
  if (resource && resource.namespace_() != review.metadata().namespace_())
    errors.invalid(FieldPath("spec.resourceAttributes.namespace"), quoted(resource.namespace_()), "must match metadata.namespace");
  if (review.spec().non_resource_attributes())
    errors.invalid(FieldPath("spec.nonResourceAttributes"), groups::internal_json_line(review.spec().non_resource_attributes()),
                   "disallowed on this kind of request");
}

void validate_self_subject_review(const object::Document& document, ErrorList& errors) {
  const v1::SelfSubjectAccessReview review(&document.root());
  validate_either(review.spec(), errors);
  validate_resource(review.spec().resource_attributes(), errors);
  validate_empty_metadata(document, kManagedFields, "must be empty", errors);
}

}  // namespace pintle::access
