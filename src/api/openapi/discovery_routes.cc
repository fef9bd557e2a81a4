#include "api/openapi/discovery_routes.h"

namespace pintle::api::openapi {
namespace {

constexpr std::string_view kMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

struct Reading {
  std::string_view description;
  std::string_view operation;
  std::vector<std::string_view> consumes;
  std::vector<std::string_view> produces;
  std::string model;  // "" for a string
};

Route reading(std::string_view path, Reading what) {
  Route route;
  route.path = "/" + std::string(path) + "/";
  route.method = "get";
  route.description = what.description;
  route.operation = what.operation;
  route.consumes = std::move(what.consumes);
  route.produces = std::move(what.produces);
  route.responses = {{200, "OK", what.model.empty() ? nullptr : schema::find_builtin_type(what.model)}};
  return route;
}

Route discovery(std::string_view path, std::string_view description, std::string_view operation, std::string_view kind) {
  const std::vector<std::string_view> types = {"application/json", "application/yaml", "application/vnd.kubernetes.protobuf"};
  return reading(path, {description, operation, types, types, std::string(kMeta).append(kind)});
}

}  // namespace

Route resource_list_route(std::string_view group_version_path) {
  return discovery(group_version_path, "get available resources", "getAPIResources", "APIResourceList");
}

std::map<std::string, std::vector<Route>> discovery_routes(const std::vector<std::string>& groups) {
  std::map<std::string, std::vector<Route>> routes;
  const auto add = [&routes](std::string path, Route route) { routes[std::move(path)].push_back(std::move(route)); };
  add("api", discovery("api", "get available API versions", "getAPIVersions", "APIVersions"));
  add("apis", discovery("apis", "get available API versions", "getAPIVersions", "APIGroupList"));
  for (const std::string& group : groups)
    if (!group.empty()) add("apis/" + group, discovery("apis/" + group, "get information of a group", "getAPIGroup", "APIGroup"));
  add("version", reading("version", {"get the version information for this server",
                                     "getCodeVersion",
                                     {"application/json"},
                                     {"application/json"},
                                     "io.k8s.apimachinery.pkg.version.Info"}));
  add(".well-known/openid-configuration",
      reading(".well-known/openid-configuration",
              {"get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'",
               "getServiceAccountIssuerOpenIDConfiguration",
               {},
               {"application/json"},
               ""}));
  add("openid/v1/jwks",
      reading("openid/v1/jwks", {"get service account issuer OpenID JSON Web Key Set (contains public token verification keys)",
                                 "getServiceAccountIssuerOpenIDKeyset",
                                 {},
                                 {"application/jwk-set+json"},
                                 ""}));
  return routes;
}

}  // namespace pintle::api::openapi
