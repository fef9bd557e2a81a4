// CustomResourceDefinition: a kind that users define. Stored as v1beta1, as upstream does. Source: apiextensions.k8s.io/v1
// CustomResourceDefinition; k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition.
#include "groups/apiextensions/apiextensions.h"
#include "groups/apiextensions/convert.h"

namespace pintle::apiextensions {

const api::Kind kCustomResourceDefinition = {
    .group = "apiextensions.k8s.io",
    .version = "v1",
    .kind = "CustomResourceDefinition",
    .resource = "customresourcedefinitions",
    .singular = "customresourcedefinition",
    .short_names = {"crd", "crds"},
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/apiextensions.k8s.io/customresourcedefinitions/",
    .storage_group_version = "apiextensions.k8s.io/v1beta1",
    .to_storage = convert_to_v1beta1,
    .from_storage = convert_to_v1,
    .validate_name = object::name_is_path_segment,
    .standard_finalizers = false,
    .has_status = true,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::apiextensions
