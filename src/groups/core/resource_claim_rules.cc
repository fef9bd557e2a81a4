#include "groups/core/resource_claim_rules.h"

#include <optional>

#include "groups/core/pod_annotations.h"
#include "groups/field_rules.h"
#include "groups/internal_json.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

void validate_reference(std::optional<std::string_view> name, const FieldPath& path, ErrorList& errors) {
  if (name) errors.invalid_text_each(path, *name, object::name_is_dns_subdomain(*name, object::NameUse::kWhole));
}

void validate_claim(v1::PodResourceClaim claim, ClaimNames& names, const FieldPath& path, ErrorList& errors) {
  const FieldPath name_path = path.child("name");
  if (claim.name().empty())
    errors.required(name_path, "");
  else if (!names.insert(claim.name()).second)
    errors.duplicate(name_path, quoted(claim.name()));
  else
    groups::validate_dns1123_label(claim.name(), name_path, errors);
  const auto claim_name = claim.resource_claim_name();
  const auto template_name = claim.resource_claim_template_name();
  if (claim_name && template_name)
    errors.invalid(path, groups::internal_json_line(claim),
                   "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
  if (!claim_name && !template_name)
    errors.invalid(path, groups::internal_json_line(claim), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
  validate_reference(claim_name, path.child("resourceClaimName"), errors);
  validate_reference(template_name, path.child("resourceClaimTemplateName"), errors);
}

}  // namespace

void validate_pod_resource_claims(object::ListView<v1::PodResourceClaim> claims, meta::v1::ObjectMeta meta, const FieldPath& path,
                                  ErrorList& errors) {
  ClaimNames names;
  for (auto [index, claim] : claims.enumerate()) {
    if (meta.annotations().contains(kMirrorPodAnnotation))
      errors.forbidden(FieldPath(""), "static pods do not support resource claims");
    else
      validate_claim(claim, names, path.index(index), errors);
  }
}

ClaimNames claim_names(object::ListView<v1::PodResourceClaim> claims) {
  ClaimNames names;
  for (const v1::PodResourceClaim claim : claims)
    if (!claim.name().empty()) names.insert(claim.name());
  return names;
}

}  // namespace pintle::core
