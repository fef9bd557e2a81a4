#include "groups/core/match_label_keys.h"

#include <map>
#include <set>

#include "object/go_format.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::quoted;

constexpr std::string_view kNoSelector = "must not be specified when labelSelector is not set";
constexpr std::string_view kInSelector = "exists in both matchLabelKeys and labelSelector";

void validate_names(ListView<std::string_view> keys, meta::v1::LabelSelector selector, const FieldPath& path, ErrorList& errors) {
  if (keys.empty()) return;
  if (!selector) return errors.forbidden(path, kNoSelector);
  for (auto [index, key] : keys.enumerate()) object::validate_label_name(key, path.index(index), errors);
}

std::set<std::string_view> keys_of_match_labels(meta::v1::LabelSelector selector) {
  std::set<std::string_view> keys;
  for (auto [key, value] : selector.match_labels()) keys.insert(key);
  return keys;
}

// Each key is in the selector once already, where it was merged; once more is the user's own.
void validate_not_selected(ListView<std::string_view> match, meta::v1::LabelSelector selector, const FieldPath& path, ErrorList& errors) {
  std::map<std::string_view, size_t> index_of;
  for (auto [index, key] : match.enumerate()) index_of.insert_or_assign(key, index);
  std::set<std::string_view> selected = keys_of_match_labels(selector);
  for (meta::v1::LabelSelectorRequirement requirement : selector.match_expressions()) {
    const std::string_view key = requirement.key();
    const auto found = index_of.find(key);
    if (!selected.insert(key).second && found != index_of.end()) errors.invalid(path.index(found->second), quoted(key), kInSelector);
  }
}

}  // namespace

void validate_match_label_keys(ListView<std::string_view> match, ListView<std::string_view> mismatch, meta::v1::LabelSelector selector,
                               const FieldPath& path, ErrorList& errors) {
  validate_names(match, selector, path.child("matchLabelKeys"), errors);
  validate_names(mismatch, selector, path.child("mismatchLabelKeys"), errors);
  if (selector) validate_not_selected(match, selector, path, errors);
  for (auto [index, key] : match.enumerate())
    if (mismatch.contains(key))
      errors.invalid(path.child("matchLabelKeys").index(index), quoted(key), "exists in both matchLabelKeys and mismatchLabelKeys");
}

void validate_unmerged_match_label_keys(ListView<std::string_view> match, meta::v1::LabelSelector selector, const FieldPath& path,
                                        ErrorList& errors) {
  if (match.empty()) return;
  std::set<std::string_view> selected = keys_of_match_labels(selector);
  for (meta::v1::LabelSelectorRequirement requirement : selector.match_expressions()) selected.insert(requirement.key());
  if (!selector) errors.forbidden(path, kNoSelector);
  for (auto [index, key] : match.enumerate()) {
    object::validate_label_name(key, path.index(index), errors);
    if (selected.contains(key)) errors.invalid(path.index(index), quoted(key), kInSelector);
  }
}

}  // namespace pintle::core
