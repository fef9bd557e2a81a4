// OpenAPI of what is served: one document of edition 2, and of edition 3 an index and a document for each group and version.
//
//   /openapi/v2                        {"swagger":"2.0",...}
//   /openapi/v3                        {"paths":{"api/v1":{"serverRelativeURL":"/openapi/v3/api/v1?hash=..."},...}}
//   /openapi/v3/apis/apps/v1           {"openapi":"3.0.0",...}
//
// JSON, or protobuf for those who ask for it. A document is made when it is first asked for, and kept compressed: nothing is done at
// start, and all documents together take about a megabyte. The hash in the index is that of the JSON document.
// Kinds that come and go (custom resources) are published and withdrawn by group and version; what depends on them is made anew.
// Ownership: the Kinds and types outlive it, or are withdrawn before. Thread: any.
// Source: k8s.io/kube-openapi/pkg/handler and handler3; kube-aggregator/pkg/controllers/openapiv3/aggregator (the index).
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "api/openapi/group_version.h"
#include "api/openapi/packed.h"
#include "api/openapi/route.h"
#include "api/query.h"
#include "base/bytes.h"
#include "net/http.h"

namespace pintle::api {

class OpenApi {
 public:
  explicit OpenApi(std::span<const Kind* const> kinds);

  // Adds the group and version, or takes the place of what was published as it before.
  void publish(openapi::GroupVersion group_version);
  void withdraw(std::string_view group, std::string_view version);

  // Nothing when the path is not one of OpenAPI's.
  std::optional<net::Response> answer(const net::Request& http, std::string_view path, const Query& query) const;
  // A document's JSON: "openapi/v2", or "api/v1" and the like of edition 3; nullopt when there is none.
  std::optional<Bytes> json(std::string_view name) const;

 private:
  struct Document {
    openapi::Packed json;
    openapi::Packed protobuf;  // empty until it is asked for
    std::string hash;          // upper-case hex
    std::string last_modified;
  };

  // These hold mutex_.
  const Document* find(const std::string& name) const;
  Document make(const std::string& name) const;
  std::vector<openapi::Route> routes(const std::string& name) const;
  std::vector<openapi::Route> all_routes() const;
  std::vector<std::string> names() const;
  const openapi::GroupVersion* group_version(std::string_view path) const;
  std::vector<std::string> groups() const;

  Bytes index() const;
  net::Response index_response(const net::Request& http) const;
  net::Response document_response(const std::string& name, const net::Request& http, const Query& query) const;

  mutable std::mutex mutex_;  // guards the next three
  std::vector<openapi::GroupVersion> group_versions_;
  mutable std::map<std::string, Document, std::less<>> made_;  // by name, as of json()
  mutable Bytes index_;                                        // empty until it is asked for
};

}  // namespace pintle::api
