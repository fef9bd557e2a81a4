// Label and field selectors of a query: any text gives a selector or an error; a selector's canonical form means the same again; and what
// it selects is what its requirements say, one by one.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "object/field_selector.h"
#include "object/label_selector.h"

using namespace pintle::object;

namespace {

std::optional<int64_t> number(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// As the documentation of label selectors has it.
bool holds(const LabelRequirement& requirement, const std::vector<Label>& labels) {
  const auto found = std::ranges::find(labels, std::string_view(requirement.key), &Label::key);
  const bool exists = found != labels.end();
  const bool is_listed = exists && std::ranges::count(requirement.values, std::string(found->value)) > 0;
  switch (requirement.op) {
    case LabelOperator::kIn:
    case LabelOperator::kEquals:
    case LabelOperator::kDoubleEquals:
      return is_listed;
    case LabelOperator::kNotIn:
    case LabelOperator::kNotEquals:
      return !is_listed;
    case LabelOperator::kExists:
      return exists;
    case LabelOperator::kDoesNotExist:
      return !exists;
    case LabelOperator::kGreaterThan:
    case LabelOperator::kLessThan: {
      const auto value = exists ? number(found->value) : std::nullopt;
      const auto bound = number(requirement.values.at(0));
      if (!value || !bound) return false;
      return requirement.op == LabelOperator::kGreaterThan ? *value > *bound : *value < *bound;
    }
  }
  return false;
}

void check_labels(const LabelSelector& selector) {
  // Labels that a selector of this input can tell apart: each of its keys with each of its values, alone and all together.
  std::vector<std::vector<Label>> objects = {{}};
  std::vector<Label> all;
  for (const LabelRequirement& requirement : selector.requirements()) {
    const std::string_view value = requirement.values.empty() ? std::string_view("7") : std::string_view(requirement.values.front());
    objects.push_back({{requirement.key, value}});
    objects.push_back({{requirement.key, "8"}});
    if (all.empty() || all.back().key != requirement.key) all.push_back({requirement.key, value});
  }
  objects.push_back(all);
  for (const std::vector<Label>& labels : objects) {
    const bool wanted =
        std::ranges::all_of(selector.requirements(), [&](const LabelRequirement& requirement) { return holds(requirement, labels); });
    if (selector.matches(labels) != wanted) std::abort();
  }
}

void check_fields(const FieldSelector& selector) {
  for (const std::string_view value : {"", "x", "Running"}) {
    const bool wanted = std::ranges::all_of(selector.requirements(), [value](const FieldRequirement& requirement) {
      return (requirement.value == value) == (requirement.op == FieldRequirement::Operator::kEquals);
    });
    if (selector.matches([value](std::string_view) { return value; }) != wanted) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto selector = LabelSelector::parse(text)) {
    const auto again = LabelSelector::parse(selector->to_string());
    if (!again || again->to_string() != selector->to_string()) std::abort();
    if (!std::ranges::equal(again->requirements(), selector->requirements())) std::abort();
    check_labels(*selector);
  }
  if (const auto selector = FieldSelector::parse(text)) {
    const auto again = FieldSelector::parse(selector->to_string());
    if (!again || !std::ranges::equal(again->requirements(), selector->requirements())) std::abort();
    check_fields(*selector);
  }
  return 0;
}
