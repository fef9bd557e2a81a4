#include "access/reviews/review_attributes.h"

#include <optional>

#include "object/field_selector.h"
#include "object/label_selector.h"
#include "views/authorization_v1.h"

namespace pintle::access {
namespace {

namespace v1 = authorization::v1;

// What was understood of a selector.
struct ReadSelector {
  std::string text;
  bool faulty = false;
};

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == ',' || c == '=') text += '\\';
    text += c;
  }
  return text;
}

std::optional<std::string> field_requirement(meta::v1::FieldSelectorRequirement requirement) {
  const std::string_view op = requirement.operator_();
  if (requirement.values().size() != 1 || (op != "In" && op != "NotIn")) return std::nullopt;
  return std::string(requirement.key()) + (op == "In" ? "=" : "!=") + escaped(requirement.values()[0]);
}

ReadSelector read_field_selector(v1::FieldSelectorAttributes selector) {
  ReadSelector read;
  if (!selector.raw_selector().empty()) {
    read.faulty = !object::FieldSelector::parse(selector.raw_selector());
    if (!read.faulty) read.text = selector.raw_selector();
  }
  for (const meta::v1::FieldSelectorRequirement requirement : selector.requirements()) {
    const std::optional<std::string> text = field_requirement(requirement);
    if (text) read.text += (read.text.empty() ? "" : ",") + *text;
    read.faulty |= !text;
  }
  return read;
}

std::optional<object::LabelRequirement> label_requirement(meta::v1::LabelSelectorRequirement requirement) {
  object::LabelRequirement made{.key = std::string(requirement.key())};
  const std::string_view op = requirement.operator_();
  if (op == "In") {
    made.op = object::LabelOperator::kIn;
  } else if (op == "NotIn") {
    made.op = object::LabelOperator::kNotIn;
  } else if (op == "Exists") {
    made.op = object::LabelOperator::kExists;
  } else if (op == "DoesNotExist") {
    made.op = object::LabelOperator::kDoesNotExist;
  } else {
    return std::nullopt;
  }
  for (const std::string_view value : requirement.values()) made.values.emplace_back(value);
  return made;
}

ReadSelector read_label_selector(v1::LabelSelectorAttributes selector) {
  ReadSelector read;
  if (!selector.raw_selector().empty()) {
    const auto parsed = object::LabelSelector::parse(selector.raw_selector());
    read.faulty = !parsed;
    if (parsed) read.text = parsed->to_string();
  }
  object::LabelSelector made;
  for (const meta::v1::LabelSelectorRequirement requirement : selector.requirements()) {
    std::optional<object::LabelRequirement> one = label_requirement(requirement);
    if (!one || !made.add(*std::move(one))) read.faulty = true;
  }
  if (!made.empty()) read.text = made.to_string();
  return read;
}

std::string fault_of(const ReadSelector& read, std::string_view name) {
  if (!read.faulty) return "";
  return "spec.resourceAttributes." + std::string(name) + (read.text.empty() ? " ignored" : " partially ignored") + " due to parse error";
}

}  // namespace

ReviewAttributes::ReviewAttributes(const auth::User& user, v1::ResourceAttributes resource, v1::NonResourceAttributes other) {
  attributes_.user = &user;
  if (!resource) {
    attributes_.verb = other.verb();
    attributes_.path = other.path();
    return;
  }
  attributes_.is_resource = true;
  attributes_.verb = resource.verb();
  attributes_.namespace_ = resource.namespace_();
  attributes_.group = resource.group();
  attributes_.version = resource.version().empty() ? "*" : resource.version();
  attributes_.resource = resource.resource();
  attributes_.subresource = resource.subresource();
  attributes_.name = resource.name();
  read_selectors(resource);
}

void ReviewAttributes::read_selectors(v1::ResourceAttributes resource) {
  ReadSelector fields = read_field_selector(resource.field_selector());
  ReadSelector labels = read_label_selector(resource.label_selector());
  selector_errors_ = fault_of(fields, "fieldSelector");
  const std::string label_fault = fault_of(labels, "labelSelector");
  if (!label_fault.empty()) selector_errors_ += (selector_errors_.empty() ? "" : "; ") + label_fault;
  field_selector_ = std::move(fields.text);
  label_selector_ = std::move(labels.text);
  attributes_.field_selector = field_selector_;
  attributes_.label_selector = label_selector_;
}

}  // namespace pintle::access
