#include "groups/networking/ingress_rules.h"

#include <algorithm>

#include "api/metadata_rules.h"
#include "groups/networking/networking.h"
#include "object/ip_validation.h"

namespace pintle::networking {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::NameUse;
using object::ObjectMeta;
using object::quoted;

constexpr std::string_view kClassAnnotation = "kubernetes.io/ingress.class";
constexpr std::string_view kPathTypes[] = {"Exact", "ImplementationSpecific", "Prefix"};
constexpr std::string_view kInvalidSequences[] = {"//", "/./", "/../", "%2f", "%2F"};
constexpr std::string_view kInvalidSuffixes[] = {"/..", "/."};

// What a stored Ingress already has wrong may stay.
struct Known {
  bool secret_names = false;
  bool wildcard_rules = false;
};

ObjectMeta meta_of(v1::Ingress ingress) { return ObjectMeta(ingress.metadata().node()); }

object::Messages secret_name_faults(std::string_view name) {
  return name.empty() ? object::Messages() : object::name_is_dns_subdomain(name, NameUse::kWhole);
}

// A host name, or one with a wildcard.
void validate_host(std::string_view host, const FieldPath& path, ErrorList& errors) {
  const bool wildcard = host.contains('*');
  errors.invalid_text_each(path, host, wildcard ? object::is_wildcard_dns1123_subdomain(host) : object::is_dns1123_subdomain(host));
}

void validate_resource(core::v1::TypedLocalObjectReference reference, const FieldPath& path, ErrorList& errors) {
  if (const auto group = reference.api_group())
    errors.invalid_text_each(path.child("apiGroup"), *group, object::is_dns1123_subdomain(*group));
  const auto segment = [&](std::string_view field, std::string_view value) {
    if (value.empty()) return errors.required(path.child(field), "");
    errors.invalid_text_each(path.child(field), value, object::is_path_segment_name(value));
  };
  segment("kind", reference.kind());
  segment("name", reference.name());
}

void validate_service(v1::IngressServiceBackend service, const FieldPath& path, ErrorList& errors) {
  const FieldPath at = path.child("service");
  if (service.name().empty()) {
    errors.required(at.child("name"), "");
  } else {
    errors.invalid_text_each(at.child("name"), service.name(), object::name_is_dns_label(service.name(), NameUse::kWhole));
  }
  const std::string_view name = service.port().name();
  const int32_t number = service.port().number();
  if (!name.empty() && number != 0) {
    errors.invalid(path, quoted(""), "cannot set both port name & port number");
  } else if (!name.empty()) {
    errors.invalid_text_each(at.child("port").child("name"), name, object::is_port_name(name));
  } else if (number != 0) {
    errors.invalid_each(at.child("port").child("number"), std::to_string(number), object::is_port_number(number));
  } else {
    errors.required(path, "port name or number is required");
  }
}

void validate_backend(v1::IngressBackend backend, const FieldPath& path, ErrorList& errors) {
  if (backend.resource() && backend.service()) return errors.invalid(path, quoted(""), "cannot set both resource and service backends");
  if (backend.resource()) return validate_resource(backend.resource(), path.child("resource"), errors);
  if (backend.service()) return validate_service(backend.service(), path, errors);
  errors.invalid(path, quoted(""), "resource or service backend is required");
}

void validate_path_text(std::string_view text, std::string_view type, const FieldPath& path, ErrorList& errors) {
  const bool specific = type == "ImplementationSpecific";
  if (!text.starts_with('/') && !(specific && text.empty())) errors.invalid(path, quoted(text), "must be an absolute path");
  if (specific) return;
  for (const std::string_view sequence : kInvalidSequences)
    if (text.contains(sequence)) errors.invalid(path, quoted(text), "must not contain '" + std::string(sequence) + "'");
  for (const std::string_view suffix : kInvalidSuffixes)
    if (text.ends_with(suffix)) errors.invalid(path, quoted(text), "cannot end with '" + std::string(suffix) + "'");
}

void validate_path(v1::HTTPIngressPath http_path, const FieldPath& path, ErrorList& errors) {
  const auto type = http_path.path_type();
  if (!type) return errors.required(path.child("pathType"), "pathType must be specified");
  if (std::ranges::find(kPathTypes, *type) == std::end(kPathTypes)) {
    errors.not_supported(path.child("pathType"), quoted(*type), kPathTypes);
  } else {
    validate_path_text(http_path.path(), *type, path.child("path"), errors);
  }
  validate_backend(http_path.backend(), path.child("backend"), errors);
}

void validate_rule_value(v1::IngressRule rule, const FieldPath& path, ErrorList& errors) {
  if (!rule.http()) return;
  const FieldPath paths = path.child("http").child("paths");
  if (rule.http().paths().empty()) errors.required(paths, "");
  for (auto [index, http_path] : rule.http().paths().enumerate()) validate_path(http_path, paths.index(index), errors);
}

void validate_rule(v1::IngressRule rule, Known known, const FieldPath& path, ErrorList& errors) {
  const std::string_view host = rule.host();
  if (!host.empty()) {
    if (object::parse_ip_sloppy(host)) errors.invalid(path.child("host"), quoted(host), "must be a DNS name, not an IP address");
    validate_host(host, path.child("host"), errors);
  }
  if (!host.contains('*') || !known.wildcard_rules) validate_rule_value(rule, path, errors);
}

void validate_tls(v1::IngressTLS tls, Known known, const FieldPath& path, ErrorList& errors) {
  for (auto [index, host] : tls.hosts().enumerate()) validate_host(host, path.child("hosts").index(index), errors);
  if (!known.secret_names) errors.invalid_text_each(path.child("secretName"), tls.secret_name(), secret_name_faults(tls.secret_name()));
}

void validate_spec(v1::IngressSpec spec, Known known, ErrorList& errors) {
  const FieldPath path("spec");
  if (spec.rules().empty() && !spec.default_backend())
    errors.invalid(path, spec.has_rules() ? "[]" : "null", "either `defaultBackend` or `rules` must be specified");
  if (spec.default_backend()) validate_backend(spec.default_backend(), path.child("defaultBackend"), errors);
  for (auto [index, rule] : spec.rules().enumerate()) validate_rule(rule, known, path.child("rules").index(index), errors);
  for (auto [index, tls] : spec.tls().enumerate()) validate_tls(tls, known, path.child("tls").index(index), errors);
  if (const auto name = spec.ingress_class_name())
    errors.invalid_text_each(path.child("ingressClassName"), *name, object::name_is_dns_subdomain(*name, NameUse::kWhole));
}

Known known_of(v1::IngressSpec old) {
  Known known;
  for (const v1::IngressTLS tls : old.tls()) known.secret_names |= !secret_name_faults(tls.secret_name()).empty();
  for (const v1::IngressRule rule : old.rules()) {
    ErrorList faults;
    if (rule.host().contains('*')) validate_rule_value(rule, FieldPath("rules"), faults);
    known.wildcard_rules |= !faults.empty();
  }
  return known;
}

}  // namespace

void validate_ingress(v1::Ingress ingress, ErrorList& errors) {
  validate_spec(ingress.spec(), {}, errors);
  const auto annotations = ingress.metadata().annotations();
  const auto name = ingress.spec().ingress_class_name();
  if (annotations.contains(kClassAnnotation) && name && annotations.get(kClassAnnotation) != *name)
    errors.invalid(FieldPath("annotations").child(kClassAnnotation), quoted(annotations.get(kClassAnnotation)),
                   "must match `ingressClassName` when both are specified");
}

void validate_ingress_update(v1::Ingress ingress, v1::Ingress old, ErrorList& errors) {
  api::validate_metadata_update(kIngress, meta_of(ingress), meta_of(old), errors);
  api::validate_metadata(kIngress, meta_of(ingress), errors);
  validate_spec(ingress.spec(), known_of(old.spec()), errors);
}

void validate_ingress_status(v1::Ingress ingress, v1::Ingress old, ErrorList& errors) {
  api::validate_metadata_update(kIngress, meta_of(ingress), meta_of(old), errors);
  std::vector<std::string_view> known;
  for (const v1::IngressLoadBalancerIngress place : old.status().load_balancer().ingress())
    if (!place.ip().empty()) known.push_back(place.ip());
  const FieldPath path = FieldPath("status").child("loadBalancer").child("ingress");
  for (auto [index, place] : ingress.status().load_balancer().ingress().enumerate()) {
    const FieldPath at = path.index(index);
    if (!place.ip().empty()) object::validate_ip_for_legacy_field(place.ip(), object::IpStrictness::kStrict, known, at.child("ip"), errors);
    if (place.hostname().empty()) continue;
    errors.invalid_text_each(at.child("hostname"), place.hostname(), object::is_dns1123_subdomain(place.hostname()));
    if (object::parse_ip_sloppy(place.hostname()))
      errors.invalid(at.child("hostname"), quoted(place.hostname()), "must be a DNS name, not an IP address");
  }
}

void warn_of_ingress(v1::Ingress ingress, v1::Ingress old, std::vector<std::string>& warnings) {
  if (old || ingress.spec().ingress_class_name() || !ingress.metadata().annotations().contains(kClassAnnotation)) return;
  warnings.push_back("annotation " + quoted(kClassAnnotation) + " is deprecated, please use 'spec.ingressClassName' instead");
}

void warn_of_ingress_status(v1::Ingress ingress, v1::Ingress, std::vector<std::string>& warnings) {
  const FieldPath path = FieldPath("status").child("loadBalancer").child("ingress");
  for (auto [index, place] : ingress.status().load_balancer().ingress().enumerate())
    if (!place.ip().empty()) object::append_ip_warnings(place.ip(), path.index(index), warnings);
}

}  // namespace pintle::networking
