// OpenAPI v3 of what is served: an index, and one document for each group and version with its paths, operations and parameters, which is
// what clients ask before they rely on an option of the server (kubectl: fieldValidation of a PATCH).
//
//   OpenApi openapi(groups::all());
//   openapi.find("/openapi/v3")                  {"paths":{"api/v1":{"serverRelativeURL":"/openapi/v3/api/v1?hash=..."},...}}
//   openapi.find("/openapi/v3/apis/apps/v1")     {"openapi":"3.0.0","info":...,"paths":{...}}
//
// The schemas of bodies (components) are not in it yet.
// A document is made when it is first asked for. Ownership: the Kinds outlive it. Thread: any.
// Source: k8s.io/kube-openapi/pkg/handler3; apiserver/pkg/endpoints/installer.go (parameters of each verb).
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "base/bytes.h"

namespace pintle::api {

class OpenApi {
 public:
  explicit OpenApi(std::span<const Kind* const> kinds);
  // JSON; nullopt when no document has this path.
  std::optional<Bytes> find(std::string_view path) const;

 private:
  Bytes group_version_document(const std::vector<const Kind*>& kinds) const;
  Bytes index() const;
  Bytes made(const std::string& path) const;  // of a path that is in groups_

  std::map<std::string, std::vector<const Kind*>, std::less<>> groups_;  // "api/v1", "apis/apps/v1"
  mutable std::mutex mutex_;                                             // guards the next
  mutable std::map<std::string, Bytes, std::less<>> made_;
};

}  // namespace pintle::api
