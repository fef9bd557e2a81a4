// The JSON of discovery documents, in the order of the Go types' fields. discovery.h decides what is in them and in which order.
//
// Source: meta/v1 APIVersions, APIGroupList, APIGroup, APIResourceList; apidiscovery.k8s.io/v2 APIGroupDiscoveryList.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"

namespace pintle::api {

struct ServerAddress;

struct ServedVersion {
  std::string_view name;
  std::vector<const Kind*> kinds;
};
struct ServedGroup {
  std::string_view name;
  std::vector<ServedVersion> versions;  // not empty; the first is preferred
};

std::string api_versions_json(std::span<const ServerAddress> addresses);
std::string group_list_json(std::span<const ServedGroup> groups);
std::string group_json(const ServedGroup& group);
std::string resource_list_json(std::string_view group, const ServedVersion& version);

struct AggregatedJson {
  std::string json;
  std::string etag;  // quoted; of the document without kind and apiVersion, as upstream hashes it
};
AggregatedJson aggregated_json(std::string_view api_version, std::string_view kind, std::span<const ServedGroup> groups);

}  // namespace pintle::api
