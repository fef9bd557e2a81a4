// ServiceCIDR: a range that service addresses are taken from. Source: networking.k8s.io/v1 ServiceCIDR;
// pkg/registry/networking/servicecidr.
#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"
#include "object/ip_validation.h"
#include "views/networking_v1.h"

namespace pintle::networking {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

ObjectMeta meta_of(v1::ServiceCIDR range) { return ObjectMeta(range.metadata().node()); }

FieldPath cidrs_path() { return FieldPath("spec").child("cidrs"); }

std::string printed(object::ListView<std::string_view> cidrs) {
  std::vector<std::string_view> texts;
  for (const std::string_view cidr : cidrs) texts.push_back(cidr);
  return object::printed_list(texts);
}

void validate(v1::ServiceCIDR range, ErrorList& errors) {
  const auto cidrs = range.spec().cidrs();
  if (cidrs.empty()) return errors.required(cidrs_path(), "at least one CIDR required");
  if (cidrs.size() > 2) return errors.invalid(cidrs_path(), R"({"CIDRs":)" + printed(cidrs) + "}", "may only hold up to 2 values");
  for (auto [index, cidr] : cidrs.enumerate()) object::validate_cidr(cidr, cidrs_path().index(index), errors);
  if (cidrs.size() < 2) return;
  const auto first = object::parse_cidr_sloppy(cidrs[0]);
  const auto second = object::parse_cidr_sloppy(cidrs[1]);
  if (first && second && first->is_v4() == second->is_v4())
    errors.invalid(cidrs_path(), printed(cidrs),
                   "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
}

// A second family may be added; else nothing changes.
void validate_update(v1::ServiceCIDR range, v1::ServiceCIDR old, ErrorList& errors) {
  api::validate_metadata_update(kServiceCIDR, meta_of(range), meta_of(old), errors);
  const auto now = range.spec().cidrs();
  const auto before = old.spec().cidrs();
  const bool adds_family = before.size() == 1 && now.size() == 2;
  if (before.size() != now.size() && !adds_family) return errors.invalid(cidrs_path(), printed(now), object::kImmutableError);
  for (auto [index, cidr] : before.enumerate())
    if (now[index] != cidr) errors.invalid(cidrs_path().index(index), quoted(now[index]), object::kImmutableError);
  if (adds_family) validate(range, errors);
}

void validate_status(v1::ServiceCIDR range, v1::ServiceCIDR old, ErrorList& errors) {
  api::validate_metadata_update(kServiceCIDR, meta_of(range), meta_of(old), errors);
}

void row(v1::ServiceCIDR range, int64_t now_seconds, api::Cells& cells) {
  cells.text(range.metadata().name());
  cells.text(groups::joined(range.spec().cidrs()));
  cells.age(range.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kServiceCIDR = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "ServiceCIDR",
    .resource = "servicecidrs",
    .singular = "servicecidr",
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}, .validate_update = hook<validate_status>},
        },
    .key_prefix = "/registry/servicecidrs/",
    .columns =
        {
            api::kNameColumn,
            {.name = "CIDRs", .type = "string", .documented_by = {"networking.v1.ServiceCIDRSpec", "cidrs"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .has_status = true,
};

}  // namespace pintle::networking
