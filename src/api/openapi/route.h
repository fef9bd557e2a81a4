// Route: one operation on one path, with all that OpenAPI says of it. What the server does with a request is not decided by it.
//
//   {"/api/v1/namespaces/{namespace}/pods", "get", "list or watch objects of kind Pod", "listNamespacedPod", ...}
//
// Both editions are written from routes (path_item.h). Ownership: the types and the texts that are views outlive the route.
// Source: k8s.io/apiserver/pkg/endpoints/installer.go and discovery/*.go, as go-restful routes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/openapi/definition.h"
#include "schema/type.h"

namespace pintle::api::openapi {

enum class In : uint8_t { kBody, kPath, kQuery };

struct Parameter {
  std::string_view name;
  In in = In::kQuery;
  std::string_view description;
  std::string_view type = "string";
  std::string_view of_kind = "";  // ends the description: "name of the " "Pod"

  std::string full_description() const { return std::string(description).append(of_kind); }
};

struct Response {
  int code;
  std::string_view description;
  const schema::Type* body;  // null: a string
};

struct Route {
  std::string path;
  std::string_view method;  // as a member of a path item: "get"
  std::string description;
  std::string operation;  // begins with a verb: "listNamespacedPod"
  std::vector<std::string_view> consumes;
  std::vector<std::string_view> produces;
  std::vector<Parameter> parameters;  // without the body
  const schema::Type* body = nullptr;
  bool body_required = true;
  std::vector<Response> responses;
  std::string action;     // x-kubernetes-action; "" for none
  GroupVersionKind kind;  // with an action
};

// What the operation is called and listed under, by verb, group and version: {"listCoreV1NamespacedPod", "core_v1"}.
struct OperationName {
  std::string id;
  std::string tag;
};
// Source: k8s.io/apiserver/pkg/endpoints/openapi GetOperationIDAndTags.
OperationName operation_name(const Route& route);

}  // namespace pintle::api::openapi
