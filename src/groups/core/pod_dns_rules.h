// The rules of what a Pod's names are: its own (hostname, hostnameOverride), those it looks up (dnsPolicy, dnsConfig), and those it is
// given (hostAliases).
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validateDNSPolicy, validatePodDNSConfig,
// ValidateHostAliases, validatePodHostName.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_dns_policy(std::string_view policy, const object::FieldPath& path, object::ErrorList& errors);
// `config` may be absent.
void validate_dns_config(v1::PodDNSConfig config, std::string_view policy, const object::FieldPath& path, object::ErrorList& errors);
void validate_host_aliases(object::ListView<v1::HostAlias> aliases, const object::FieldPath& path, object::ErrorList& errors);
// hostnameOverride; `path` is that of the spec.
void validate_hostname_override(v1::PodSpec spec, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
