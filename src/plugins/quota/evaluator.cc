#include "plugins/quota/evaluator.h"

#include <algorithm>

#include "object/quantity.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;

// Names from before count/<resource>.
constexpr std::string_view kAliases[] = {"configmaps", "resourcequotas", "replicationcontrollers", "secrets"};

}  // namespace

bool QuotaScope::selects(std::string_view value) const {
  const bool listed = !value.empty() && std::ranges::find(values, value) != values.end();
  if (operation == "In") return listed;
  if (operation == "NotIn") return !listed;
  if (operation == "Exists") return !value.empty();
  return operation == "DoesNotExist" && value.empty();
}

std::string QuotaEvaluator::missing(const std::vector<std::string_view>&, const object::Value&) const { return {}; }
bool QuotaEvaluator::is_in_scope(const QuotaScope&, const object::Value&) const { return false; }

std::string object_count_name(std::string_view group, std::string_view resource) {
  std::string name = "count/" + std::string(resource);
  if (!group.empty()) name.append(".").append(group);
  return name;
}

ObjectCount::ObjectCount(std::string_view group, std::string_view resource) : name_(object_count_name(group, resource)) {
  const auto* alias = std::ranges::find(kAliases, resource);
  if (group.empty() && alias != std::end(kAliases)) alias_ = *alias;
}

bool ObjectCount::handles(const Attributes& attributes) const {
  return attributes.operation == Operation::kCreate && attributes.subresource.empty();
}

bool ObjectCount::measures(std::string_view name) const { return name == name_ || (!alias_.empty() && name == alias_); }

ResourceList ObjectCount::usage(const object::Value&) const {
  ResourceList used{{name_, object::Quantity::of(1)}};
  if (!alias_.empty()) used.emplace(alias_, object::Quantity::of(1));
  return used;
}

}  // namespace pintle::plugins
