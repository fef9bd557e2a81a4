// IPAddress: a service address that is taken; its name is the address. Source: networking.k8s.io/v1 IPAddress;
// pkg/registry/networking/ipaddress.
#include <algorithm>
#include <cctype>

#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"
#include "object/equality.h"
#include "object/ip_validation.h"
#include "views/networking_v1.h"

namespace pintle::networking {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

ObjectMeta meta_of(v1::IPAddress address) { return ObjectMeta(address.metadata().node()); }

// The name is an address in its standard form; none can be generated.
object::Messages name_is_address(std::string_view name, object::NameUse) {
  ErrorList errors;
  object::validate_ip(name, FieldPath("name"), errors);
  object::Messages messages;
  for (const object::FieldError& error : errors.errors()) messages.push_back(error.detail);
  return messages;
}

void validate(v1::IPAddress address, ErrorList& errors) {
  const FieldPath path = FieldPath("spec").child("parentRef");
  const v1::ParentReference parent = address.spec().parent_ref();
  if (!parent) return errors.required(path, "");
  if (!parent.group().empty()) errors.invalid_text_each(path.child("group"), parent.group(), object::is_dns1123_subdomain(parent.group()));
  const auto required = [&](std::string_view field, std::string_view value) {
    if (value.empty()) return errors.required(path.child(field), "");
    errors.invalid_text_each(path.child(field), value, object::is_path_segment_name(value));
  };
  required("resource", parent.resource());
  required("name", parent.name());
  if (!parent.namespace_().empty())
    errors.invalid_text_each(path.child("namespace"), parent.namespace_(), object::is_path_segment_name(parent.namespace_()));
}

// As Go prints the internal struct.
std::string printed(v1::ParentReference parent) {
  if (!parent) return "null";
  return R"({"Group":)" + object::json_quoted(parent.group()) + R"(,"Resource":)" + object::json_quoted(parent.resource()) +
         R"(,"Namespace":)" + object::json_quoted(parent.namespace_()) + R"(,"Name":)" + object::json_quoted(parent.name()) + "}";
}

void validate_update(v1::IPAddress address, v1::IPAddress old, ErrorList& errors) {
  api::validate_metadata(kIPAddress, meta_of(address), errors);
  validate(address, errors);
  api::validate_metadata_update(kIPAddress, meta_of(address), meta_of(old), errors);
  const v1::ParentReference parent = address.spec().parent_ref();
  if (!object::semantic_equal(v1::ParentReference::schema_type(), parent.node(), old.spec().parent_ref().node()))
    errors.invalid(FieldPath("spec").child("parentRef"), printed(parent), object::kImmutableError);
}

// "services/default/web"
std::string parent_of(v1::IPAddressSpec spec) {
  const v1::ParentReference parent = spec.parent_ref();
  if (!parent.present()) return std::string(groups::kNone);
  std::string text(parent.resource());
  if (!parent.group().empty()) text.append(".").append(parent.group());
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  if (!parent.namespace_().empty()) text.append("/").append(parent.namespace_());
  return text.append("/").append(parent.name());
}

void row(v1::IPAddress address, int64_t now_seconds, api::Cells& cells) {
  cells.text(address.metadata().name());
  cells.text(parent_of(address.spec()));
  cells.age(address.metadata().creation_timestamp(), now_seconds);  // beyond the columns, as upstream has it
}

}  // namespace

const api::Kind kIPAddress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IPAddress",
    .resource = "ipaddresses",
    .singular = "ipaddress",
    .short_names = {"ip"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/ipaddresses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "ParentRef", .type = "string", .documented_by = {"networking.v1.IPAddressSpec", "parentRef"}},
        },
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = name_is_address,
    .generates_names = false,
};

}  // namespace pintle::networking
