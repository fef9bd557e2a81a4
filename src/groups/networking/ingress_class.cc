// IngressClass: which controller serves an Ingress. Source: networking.k8s.io/v1 IngressClass; pkg/registry/networking/ingressclass.
#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"
#include "object/validation.h"
#include "views/networking_v1_mut.h"

namespace pintle::networking {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

constexpr int64_t kControllerBytesMax = 250;
constexpr std::string_view kScopes[] = {"Cluster", "Namespace"};

ObjectMeta meta_of(v1::IngressClass ingress_class) { return ObjectMeta(ingress_class.metadata().node()); }

void set_defaults(v1::IngressClassMut ingress_class) {
  if (!ingress_class.spec() || !v1::IngressClass(ingress_class).spec().parameters()) return;
  const v1::IngressClassParametersReferenceMut parameters = ingress_class.spec().parameters();
  if (!parameters.scope()) parameters.set_scope("Cluster");
}

void validate_scope(v1::IngressClassParametersReference parameters, const FieldPath& path, ErrorList& errors) {
  const auto scope = parameters.scope();
  const auto namespace_ = parameters.namespace_();
  if (!scope) return errors.required(path.child("scope"), "");
  if (*scope == "Cluster") {
    if (namespace_) errors.forbidden(path.child("namespace"), "`parameters.scope` is set to 'Cluster'");
  } else if (*scope != "Namespace") {
    errors.not_supported(path.child("scope"), quoted(*scope), kScopes);
  } else if (!namespace_) {
    errors.required(path.child("namespace"), "`parameters.scope` is set to 'Namespace'");
  } else {
    errors.invalid_text_each(path.child("namespace"), *namespace_, object::name_is_dns_label(*namespace_, object::NameUse::kWhole));
  }
}

void validate_parameters(v1::IngressClassParametersReference parameters, const FieldPath& path, ErrorList& errors) {
  if (!parameters) return;
  if (const auto group = parameters.api_group())
    errors.invalid_text_each(path.child("apiGroup"), *group, object::is_dns1123_subdomain(*group));
  const auto segment = [&](std::string_view field, std::string_view value) {
    if (value.empty()) return errors.required(path.child(field), "");
    errors.invalid_text_each(path.child(field), value, object::is_path_segment_name(value));
  };
  segment("kind", parameters.kind());
  segment("name", parameters.name());
  validate_scope(parameters, path, errors);
}

void validate(v1::IngressClass ingress_class, ErrorList& errors) {
  const FieldPath path("spec");
  const std::string_view controller = ingress_class.spec().controller();
  if (controller.size() > kControllerBytesMax) errors.too_long(path.child("controller"), kControllerBytesMax);
  object::validate_domain_prefixed_path(controller, path.child("controller"), errors);
  validate_parameters(ingress_class.spec().parameters(), path.child("parameters"), errors);
}

void validate_update(v1::IngressClass ingress_class, v1::IngressClass old, ErrorList& errors) {
  api::validate_metadata_update(kIngressClass, meta_of(ingress_class), meta_of(old), errors);
  const std::string_view controller = ingress_class.spec().controller();
  if (controller != old.spec().controller())
    errors.invalid(FieldPath("spec").child("controller"), quoted(controller), object::kImmutableError);
  api::validate_metadata(kIngressClass, meta_of(ingress_class), errors);
  validate(ingress_class, errors);
}

std::string parameters_of(v1::IngressClassSpec spec) {
  const v1::IngressClassParametersReference parameters = spec.parameters();
  if (!parameters.present()) return std::string(groups::kNone);
  std::string text(parameters.kind());
  if (const auto group = parameters.api_group()) text.append(".").append(*group);
  return text.append("/").append(parameters.name());
}

void row(v1::IngressClass ingress_class, int64_t now_seconds, api::Cells& cells) {
  const bool is_default = ingress_class.metadata().annotations().get("ingressclass.kubernetes.io/is-default-class") == "true";
  cells.text(std::string(ingress_class.metadata().name()) + (is_default ? " (default)" : ""));
  cells.text(ingress_class.spec().controller());
  cells.text(parameters_of(ingress_class.spec()));
  cells.age(ingress_class.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kIngressClass = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IngressClass",
    .resource = "ingressclasses",
    .singular = "ingressclass",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/ingressclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Controller", .type = "string", .description = "Controller that is responsible for handling this class"},
            {.name = "Parameters", .type = "string", .description = "A reference to a resource with additional parameters"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .tracks_generation = true,
};

}  // namespace pintle::networking
