#include "api/discovery.h"

#include <algorithm>

#include "api/discovery_json.h"
#include "api/kube_version.h"
#include "base/check.h"
#include "object/json.h"
#include "object/protobuf.h"
#include "object/yaml.h"
#include "schema/type.h"

namespace pintle::api {
namespace {

constexpr std::string_view kAggregatedGroup = "apidiscovery.k8s.io";
constexpr std::string_view kAggregatedApiVersion = "apidiscovery.k8s.io/v2";
constexpr std::string_view kAggregatedKind = "APIGroupDiscoveryList";
constexpr std::string_view kAggregatedParameters = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

// Its documents say nothing of an apiVersion, as in the first release.
std::string_view api_version_of(std::string_view group) { return group.empty() ? "" : "v1"; }

std::string path_of(std::string_view group, std::string_view version = "") {
  std::string path = group.empty() ? "/api" : "/apis/" + std::string(group);
  if (!version.empty()) path.append("/").append(version);
  return path;
}

GroupVersionPriority priority_of(const Kind& kind, std::span<const GroupVersionPriority> priorities) {
  for (const GroupVersionPriority& priority : priorities)
    if (priority.group == kind.group && priority.version == kind.version) return priority;
  return {kind.group, kind.version, kCustomGroupPriority, kCustomVersionPriority};
}

struct RankedVersion : ServedVersion {
  int32_t priority = 0;
};
struct RankedGroup {
  std::string_view name;
  int32_t priority = 0;
  std::vector<RankedVersion> versions;
};

void add_kind(RankedGroup& group, const Kind& kind, const GroupVersionPriority& priority) {
  group.priority = std::max(group.priority, priority.group_priority);
  auto version = std::ranges::find(group.versions, kind.version, &RankedVersion::name);
  if (version == group.versions.end()) {
    group.versions.push_back({{.name = kind.version, .kinds = {}}, priority.version_priority});
    version = std::prev(group.versions.end());
  }
  version->kinds.push_back(&kind);
}

bool version_comes_before(const RankedVersion& a, const RankedVersion& b) {
  return a.priority != b.priority ? a.priority > b.priority : comes_before(a.name, b.name);
}

bool group_comes_before(const RankedGroup& a, const RankedGroup& b) {
  return a.priority != b.priority ? a.priority > b.priority : a.name < b.name;
}

std::vector<ServedGroup> ordered(std::span<const Kind* const> kinds, std::span<const GroupVersionPriority> priorities) {
  std::vector<RankedGroup> ranked;
  for (const Kind* kind : kinds) {
    auto group = std::ranges::find(ranked, kind->group, &RankedGroup::name);
    if (group == ranked.end()) group = ranked.insert(ranked.end(), RankedGroup{.name = kind->group});
    add_kind(*group, *kind, priority_of(*kind, priorities));
  }
  std::ranges::sort(ranked, group_comes_before);
  std::vector<ServedGroup> groups;
  for (RankedGroup& group : ranked) {
    std::ranges::sort(group.versions, version_comes_before);
    groups.push_back({.name = group.name, .versions = {group.versions.begin(), group.versions.end()}});
    for (ServedVersion& version : groups.back().versions) std::ranges::sort(version.kinds, {}, &Kind::resource);
  }
  return groups;
}

Bytes in_protobuf(std::string_view api_version, std::string_view kind, const Bytes& json) {
  const bool aggregated = api_version == kAggregatedApiVersion;
  const schema::Type* type = schema::find_builtin_kind(aggregated ? kAggregatedGroup : "", aggregated ? "v2" : "v1", kind);
  PINTLE_CHECK(type);
  const Result<object::Decoded> decoded = object::decode_json(*type, json);
  PINTLE_CHECK(decoded);
  std::string out;
  object::encode_protobuf_object(*type, decoded->document.root(), {api_version, kind}, out);
  return Bytes::take(std::move(out));
}

Bytes in_yaml(const Bytes& json) {
  std::string out;
  PINTLE_CHECK(object::json_to_yaml(json, out));
  return Bytes::take(std::move(out));
}

Bytes in_pretty_json(const Bytes& json) {
  std::string out;
  object::append_indented_json(json.view(), out);
  return Bytes::take(std::move(out));
}

}  // namespace

DiscoveryDocument::DiscoveryDocument(std::string_view api_version, std::string_view kind, std::string json)
    : api_version_(api_version), kind_(kind), json_(Bytes::take(std::move(json += '\n'))) {}

Bytes DiscoveryDocument::encode(const Accepted& accepted) const {
  switch (accepted.encoding) {
    case Encoding::kJson:
      return accepted.pretty ? in_pretty_json(json_) : json_;
    case Encoding::kYaml:
      return in_yaml(json_);
    case Encoding::kProtobuf:
      return in_protobuf(api_version_, kind_, json_);
  }
  return json_;
}

std::string DiscoveryDocument::content_type(const Accepted& accepted) const {
  std::string type(api::content_type(accepted.encoding));
  if (api_version_ == kAggregatedApiVersion) type += kAggregatedParameters;
  return type;
}

Discovery::Discovery(std::span<const Kind* const> kinds, std::span<const GroupVersionPriority> priorities) {
  const std::vector<ServedGroup> served = ordered(kinds, priorities);
  std::vector<ServedGroup> core;
  std::vector<ServedGroup> named;
  for (const ServedGroup& group : served) (group.name.empty() ? core : named).push_back(group);

  for (const ServedGroup& group : served) {
    groups_.emplace(group.name);
    for (const ServedVersion& version : group.versions) {
      const std::string_view api_version = api_version_of(group.name);
      add(path_of(group.name, version.name), {api_version, "APIResourceList", resource_list_json(group.name, version)});
    }
    if (!group.name.empty()) add(path_of(group.name), {"v1", "APIGroup", group_json(group)});
  }
  add("/apis", {"v1", "APIGroupList", group_list_json(named)});

  const auto aggregated = [](std::span<const ServedGroup> groups) {
    AggregatedJson text = aggregated_json(kAggregatedApiVersion, kAggregatedKind, groups);
    auto document = std::make_unique<DiscoveryDocument>(kAggregatedApiVersion, kAggregatedKind, std::move(text.json));
    document->etag_ = std::move(text.etag);
    return document;
  };
  aggregated_core_ = aggregated(core);
  aggregated_groups_ = aggregated(named);
}

void Discovery::add(std::string path, DiscoveryDocument document) { documents_.emplace(std::move(path), std::move(document)); }

const DiscoveryDocument* Discovery::find(std::string_view path) const {
  if (path.ends_with('/')) path.remove_suffix(1);
  const auto found = documents_.find(path);
  return found == documents_.end() ? nullptr : &found->second;
}

std::vector<std::string> Discovery::paths() const {
  std::vector<std::string> paths = {"/api", "/apis/"};
  for (const auto& [path, document] : documents_) paths.push_back(path);
  return paths;
}

DiscoveryDocument api_versions(std::span<const ServerAddress> addresses) { return {"", "APIVersions", api_versions_json(addresses)}; }

}  // namespace pintle::api
