// IngressClass: which controller serves an Ingress. Source: networking.k8s.io/v1 IngressClass; pkg/registry/networking/ingressclass.
#include "groups/hook.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"
#include "views/networking_v1.h"

namespace pintle::networking {
namespace {

using groups::hook;

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
    .tracks_generation = true,
};

}  // namespace pintle::networking
