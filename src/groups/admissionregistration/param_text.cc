#include "groups/admissionregistration/param_text.h"

#include "groups/row_text.h"
#include "views/admissionregistration_v1.h"

namespace pintle::admissionregistration {
namespace {

// The String() of a generated Go type, which upstream prints here.
std::string go_text(meta::v1::LabelSelector selector) {
  std::string out = "&LabelSelector{MatchLabels:map[string]string{";
  for (auto [key, value] : selector.match_labels()) out.append(key).append(": ").append(value).append(",");
  out += "},MatchExpressions:[]LabelSelectorRequirement{";
  for (const meta::v1::LabelSelectorRequirement requirement : selector.match_expressions()) {
    out.append("LabelSelectorRequirement{Key:").append(requirement.key()).append(",Operator:").append(requirement.operator_());
    out += ",Values:[";
    for (auto [index, value] : requirement.values().enumerate()) out.append(index == 0 ? "" : " ").append(value);
    out += "],},";
  }
  return out += "},}";
}

}  // namespace

std::string param_kind_text(v1::ParamKind kind) {
  if (!kind.present()) return std::string(groups::kUnset);
  return std::string(kind.api_version()) + "/" + std::string(kind.kind());
}

std::string param_ref_text(v1::ParamRef ref) {
  if (!ref.name().empty()) return std::string(groups::or_else(ref.namespace_(), "*")) + "/" + std::string(ref.name());
  return ref.has_selector() ? go_text(ref.selector()) : std::string(groups::kUnset);
}

}  // namespace pintle::admissionregistration
