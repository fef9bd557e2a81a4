#include "groups/core/signer_name.h"

#include <algorithm>
#include <string>

#include "object/go_format.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::Messages;
using object::quoted;

constexpr size_t kDomainBytesMax = object::kDns1123SubdomainBytesMax;
// <domain>/<namespace>.<name>
constexpr size_t kNameBytesMax = kDomainBytesMax + 1 + object::kDns1123LabelBytesMax + 1 + object::kDns1123SubdomainBytesMax;

// The faults of the first part between dots that has some.
void validate_parts(std::string_view segment, Messages (*check)(std::string_view), const FieldPath& path, ErrorList& errors) {
  for (size_t begin = 0; begin <= segment.size();) {
    const size_t end = std::min(segment.find('.', begin), segment.size());
    const std::string_view part = segment.substr(begin, end - begin);
    const Messages faults = check(part);
    for (const std::string& fault : faults) errors.invalid(path, quoted(segment), "validating label " + quoted(part) + ": " + fault);
    if (!faults.empty()) return;
    begin = end + 1;
  }
}

std::string replaced(std::string_view text, char from, char to) {
  std::string out(text);
  std::ranges::replace(out, from, to);
  return out;
}

}  // namespace

bool is_kubernetes_signer_name(std::string_view name) {
  const std::string_view domain = name.substr(0, name.find('/'));
  return domain == "kubernetes.io" || domain.ends_with(".kubernetes.io");
}

void validate_signer_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) return errors.required(path, "");
  if (std::ranges::count(name, '/') != 1)
    return errors.invalid(path, quoted(name), "must be a fully qualified domain and path of the form 'example.com/signer-name'");
  const size_t slash = name.find('/');
  const std::string_view domain = name.substr(0, slash);
  if (domain.size() > kDomainBytesMax) errors.too_long(path, kDomainBytesMax);
  validate_parts(domain, object::is_dns1123_label, path, errors);
  if (!domain.contains('.')) errors.invalid(path, quoted(domain), "should be a domain with at least two segments separated by dots");
  validate_parts(name.substr(slash + 1), object::is_dns1123_subdomain, path, errors);
  if (name.size() > kNameBytesMax) errors.too_long(path, kNameBytesMax);
}

Messages is_cluster_trust_bundle_name(std::string_view name) {
  const size_t colon = name.rfind(':');
  const std::string signer = colon == name.npos ? "" : replaced(name.substr(0, colon), ':', '/');
  if (signer.empty()) {
    if (name.contains(':')) return {"ClusterTrustBundle without signer name must not have \":\" in its name"};
    return object::name_is_dns_subdomain(name, object::NameUse::kWhole);
  }
  const std::string prefix = replaced(signer, '/', ':') + ":";
  return object::name_is_dns_subdomain(name.substr(prefix.size()), object::NameUse::kWhole);
}

}  // namespace pintle::core
