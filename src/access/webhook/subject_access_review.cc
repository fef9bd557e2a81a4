#include "access/webhook/subject_access_review.h"

#include <optional>

#include "base/go_text.h"
#include "object/field_selector.h"
#include "object/json.h"
#include "object/label_selector.h"
#include "views/authorization_v1_mut.h"
#include "views/authorization_v1beta1.h"

namespace pintle::access {
namespace {

namespace v1 = authorization::v1;
using auth::Attributes;
using auth::ReviewVersion;
using object::LabelOperator;

std::string_view name_of(ReviewVersion version) { return version == ReviewVersion::kV1 ? "v1" : "v1beta1"; }

void put(std::string_view text, auto set) {
  if (!text.empty()) set(text);
}

void add_field_selector(const Attributes& asked, const v1::ResourceAttributesMut& resource) {
  const auto selector = object::FieldSelector::parse(asked.field_selector);
  if (!selector || selector->empty()) return;
  const auto requirements = resource.ensure_field_selector().ensure_requirements();
  for (const object::FieldRequirement& one : selector->requirements()) {
    const auto added = requirements.append();
    added.set_key(one.field);
    added.set_operator(one.op == object::FieldRequirement::Operator::kEquals ? "In" : "NotIn");
    added.ensure_values().append(one.value);
  }
}

std::optional<std::string_view> review_operator(LabelOperator op) {
  switch (op) {
    case LabelOperator::kIn:
    case LabelOperator::kEquals:
    case LabelOperator::kDoubleEquals:
      return "In";
    case LabelOperator::kNotIn:
    case LabelOperator::kNotEquals:
      return "NotIn";
    case LabelOperator::kExists:
      return "Exists";
    case LabelOperator::kDoesNotExist:
      return "DoesNotExist";
    case LabelOperator::kGreaterThan:
    case LabelOperator::kLessThan:
      return std::nullopt;
  }
  return std::nullopt;
}

void add_label_selector(const Attributes& asked, const v1::ResourceAttributesMut& resource) {
  const auto selector = object::LabelSelector::parse(asked.label_selector);
  if (!selector) return;
  for (const object::LabelRequirement& one : selector->requirements()) {
    const auto op = review_operator(one.op);
    if (!op) continue;
    const auto added = resource.ensure_label_selector().ensure_requirements().append();
    added.set_key(one.key);
    added.set_operator(*op);
    for (const std::string& value : one.values) added.ensure_values().append(value);
  }
}

void add_resource(const Attributes& asked, const v1::ResourceAttributesMut& resource) {
  put(asked.namespace_, [&](auto text) { resource.set_namespace(text); });
  put(asked.verb, [&](auto text) { resource.set_verb(text); });
  put(asked.group, [&](auto text) { resource.set_group(text); });
  put(asked.version, [&](auto text) { resource.set_version(text); });
  put(asked.resource, [&](auto text) { resource.set_resource(text); });
  put(asked.subresource, [&](auto text) { resource.set_subresource(text); });
  put(asked.name, [&](auto text) { resource.set_name(text); });
  add_field_selector(asked, resource);
  add_label_selector(asked, resource);
}

void add_user(const auth::User& user, const v1::SubjectAccessReviewSpecMut& spec) {
  put(user.name, [&](auto text) { spec.set_user(text); });
  put(user.uid, [&](auto text) { spec.set_uid(text); });
  for (const std::string& group : user.groups) spec.ensure_groups().append(group);
  if (user.extra.empty()) return;
  object::Value extra = object::Value::empty_map();
  for (const auto& [key, values] : user.extra) {
    object::Value list = object::Value::empty_list();
    for (const std::string& value : values) list.append(spec.arena(), object::Value::string(spec.arena().copy(value)));
    extra.set(spec.arena(), spec.arena().copy(key), list);
  }
  spec.set_extra(extra);
}

// Both versions have the same fields in the same order; they differ in the JSON name of the groups.
const schema::Type& spec_type(ReviewVersion version) {
  return version == ReviewVersion::kV1 ? v1::SubjectAccessReviewSpec::schema_type()
                                       : authorization::v1beta1::SubjectAccessReviewSpec::schema_type();
}

}  // namespace

std::string review_spec(const Attributes& asked, ReviewVersion version) {
  object::Document document(&v1::SubjectAccessReviewSpec::schema_type());
  document.root() = object::Value::empty_struct();
  const v1::SubjectAccessReviewSpecMut spec(&document.root(), document.arena());
  if (asked.user) add_user(*asked.user, spec);
  if (asked.is_resource) {
    add_resource(asked, spec.ensure_resource_attributes());
  } else {
    const v1::NonResourceAttributesMut other = spec.ensure_non_resource_attributes();
    put(asked.path, [&](auto text) { other.set_path(text); });
    put(asked.verb, [&](auto text) { other.set_verb(text); });
  }
  std::string json;
  object::encode_json(spec_type(version), document.root(), json);
  return json;
}

Bytes review_body(std::string_view spec, ReviewVersion version) {
  return Bytes::copy(R"({"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/)" + std::string(name_of(version)) +
                     R"(","metadata":{},"spec":)" + std::string(spec) + R"(,"status":{"allowed":false}})" + "\n");
}

Result<ReviewStatus> read_review(const Bytes& answer, ReviewVersion version) {
  PINTLE_TRY(const object::Decoded decoded, object::decode_json(v1::SubjectAccessReview::schema_type(), answer));
  const v1::SubjectAccessReview review(&decoded.document.root());
  const std::string wanted = "authorization.k8s.io/" + std::string(name_of(version));
  const bool is_review = review.kind().empty() || review.kind() == "SubjectAccessReview";
  if (!is_review || (!review.api_version().empty() && review.api_version() != wanted)) {
    return fail(Status::bad_request("the answer is no SubjectAccessReview of " + wanted + ", but kind " + go_quoted(review.kind()) +
                                    " of " + go_quoted(review.api_version())));
  }
  const v1::SubjectAccessReviewStatus status = review.status();
  return ReviewStatus{.allowed = status.allowed(), .denied = status.denied(), .reason = std::string(status.reason())};
}

}  // namespace pintle::access
