// Discovery: the documents that tell clients which groups, versions and resources are served.
//
//   Discovery discovery(groups::all(), groups::priorities());
//   if (const DiscoveryDocument* document = discovery.find("/apis/apps/v1")) respond(document->encode(accepted));
//   respond(discovery.aggregated_groups().encode(accepted));      // Accept: ...;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList
//
// Groups stand by falling priority, then by name; versions by falling priority, then by kube_version.h, the first is the preferred one;
// resources by name, each followed by its subresources.
// Everything is built once: when kinds come or go (CRDs), a new Discovery takes the place of the old one.
// Ownership: owns its texts; the Kinds need not outlive the constructor. Immutable; any thread.
// Source: k8s.io/apiserver/pkg/endpoints/discovery (legacy and aggregated), kube-aggregator/pkg/apiserver/handler_apis.go.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "api/media_type.h"
#include "base/bytes.h"

namespace pintle::api {

// Where a group and version stand among the others; what an APIService says of them.
struct GroupVersionPriority {
  std::string_view group;
  std::string_view version;
  int32_t group_priority;
  int32_t version_priority;
};
// Of groups that are not in the list, as upstream gives them to custom resources.
inline constexpr int32_t kCustomGroupPriority = 1000;
inline constexpr int32_t kCustomVersionPriority = 100;

class DiscoveryDocument {
 public:
  // `json` without a newline at its end. `api_version` may be "", as the oldest documents have it.
  DiscoveryDocument(std::string_view api_version, std::string_view kind, std::string json);

  // The body in the encoding that was negotiated. Plain JSON is ready, the others are made on each call.
  Bytes encode(const Accepted& accepted) const;
  // The header of the body: that of the encoding, for aggregated documents with ;g=...;v=...;as=...
  std::string content_type(const Accepted& accepted) const;
  // Quoted; aggregated documents only, else "". The same for all encodings.
  const std::string& etag() const { return etag_; }

 private:
  friend class Discovery;
  std::string_view api_version_;
  std::string_view kind_;
  Bytes json_;
  std::string etag_;
};

class Discovery {
 public:
  Discovery(std::span<const Kind* const> kinds, std::span<const GroupVersionPriority> priorities);

  // The legacy document of a path: /apis, /apis/<group>, /api/v1, /apis/<group>/<version>; a slash at the end changes nothing.
  // null when there is none. /api is not here: it names the server's address.
  const DiscoveryDocument* find(std::string_view path) const;
  const DiscoveryDocument& aggregated_core() const { return *aggregated_core_; }      // /api
  const DiscoveryDocument& aggregated_groups() const { return *aggregated_groups_; }  // /apis
  bool has_group(std::string_view group) const { return groups_.contains(group); }
  // "/api", "/api/v1", "/apis", "/apis/apps", ...: what GET / lists of it, unordered.
  std::vector<std::string> paths() const;

 private:
  void add(std::string path, DiscoveryDocument document);
  std::map<std::string, DiscoveryDocument, std::less<>> documents_;
  std::set<std::string, std::less<>> groups_;
  std::unique_ptr<DiscoveryDocument> aggregated_core_;
  std::unique_ptr<DiscoveryDocument> aggregated_groups_;
};

// GET /api: which versions the core group has and at which address ("host:port") clients reach the server.
struct ServerAddress {
  std::string_view client_cidr;
  std::string_view server_address;
};
DiscoveryDocument api_versions(std::span<const ServerAddress> addresses);

// Identifies what a kind is stored as; "" for kinds that are not stored.
std::string storage_version_hash(const Kind& kind);

}  // namespace pintle::api
