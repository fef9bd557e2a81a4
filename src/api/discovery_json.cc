#include "api/discovery_json.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "api/discovery.h"
#include "api/resource.h"
#include "object/json.h"

namespace pintle::api {
namespace {

// Objects and lists are written as {,"a":1,"b":2} without the first comma: each member puts a comma before itself unless it is the first.
void separate(std::string& out) {
  if (out.back() != '{' && out.back() != '[') out += ',';
}

void name_member(std::string_view name, std::string& out) {
  separate(out);
  out.append("\"").append(name).append("\":");
}

void add_text(std::string_view name, std::string_view value, std::string& out) {
  name_member(name, out);
  object::append_json_string(value, out);
}

void add_texts(std::string_view name, std::span<const std::string_view> values, std::string& out) {
  name_member(name, out);
  out += '[';
  for (const std::string_view value : values) {
    separate(out);
    object::append_json_string(value, out);
  }
  out += ']';
}

void add_texts_unless_empty(std::string_view name, std::span<const std::string_view> values, std::string& out) {
  if (!values.empty()) add_texts(name, values, out);
}

struct NamedVerb {
  Verb verb;
  std::string_view name;
};
constexpr std::array kVerbsByName = {
    NamedVerb{kCreate, "create"}, NamedVerb{kDelete, "delete"}, NamedVerb{kDeleteCollection, "deletecollection"},
    NamedVerb{kGet, "get"},       NamedVerb{kList, "list"},     NamedVerb{kPatch, "patch"},
    NamedVerb{kUpdate, "update"}, NamedVerb{kWatch, "watch"},
};

void add_verbs(Verbs verbs, std::string& out) {
  std::vector<std::string_view> names;
  for (const NamedVerb& named : kVerbsByName)
    if (verbs & named.verb) names.push_back(named.name);
  add_texts("verbs", names, out);
}

std::string_view kind_name(const Kind& kind, const Subresource& subresource) {
  return subresource.kind.empty() ? kind.kind : subresource.kind;
}

std::vector<Subresource> by_name(std::vector<Subresource> subresources) {
  std::ranges::sort(subresources, {}, &Subresource::name);
  return subresources;
}

void add_resource(const Kind& kind, std::string& out) {
  separate(out);
  out += '{';
  add_text("name", kind.resource, out);
  add_text("singularName", kind.singular, out);
  name_member("namespaced", out);
  out += kind.scope == Scope::kNamespaced ? "true" : "false";
  add_text("kind", kind.kind, out);
  add_verbs(kind.verbs, out);
  add_texts_unless_empty("shortNames", kind.short_names, out);
  add_texts_unless_empty("categories", kind.categories, out);
  if (const std::string hash = storage_version_hash(kind); !hash.empty()) add_text("storageVersionHash", hash, out);
  out += '}';
}

void add_subresource(const Kind& kind, const Subresource& subresource, std::string& out) {
  separate(out);
  out += '{';
  add_text("name", std::string(kind.resource) + "/" + std::string(subresource.name), out);
  add_text("singularName", "", out);
  name_member("namespaced", out);
  out += kind.scope == Scope::kNamespaced ? "true" : "false";
  if (!subresource.group.empty()) add_text("group", subresource.group, out);
  if (!subresource.version.empty()) add_text("version", subresource.version, out);
  add_text("kind", kind_name(kind, subresource), out);
  add_verbs(subresource.verbs, out);
  out += '}';
}

void add_version_for_discovery(std::string_view group, std::string_view version, std::string& out) {
  out += '{';
  add_text("groupVersion", group_version(group, version), out);
  add_text("version", version, out);
  out += '}';
}

// The members of an APIGroup after its kind and apiVersion.
void add_group_members(const ServedGroup& group, std::string& out) {
  add_text("name", group.name, out);
  name_member("versions", out);
  out += '[';
  for (const ServedVersion& version : group.versions) {
    separate(out);
    add_version_for_discovery(group.name, version.name, out);
  }
  out += ']';
  name_member("preferredVersion", out);
  add_version_for_discovery(group.name, group.versions.front().name, out);
}

// The group and version of a response are named only where they are not the resource's own.
void add_response_kind(std::string_view group, std::string_view version, std::string_view kind, std::string& out) {
  name_member("responseKind", out);
  out += '{';
  add_text("group", group, out);
  add_text("version", version, out);
  add_text("kind", kind, out);
  out += '}';
}

void add_aggregated_subresource(const Kind& kind, const Subresource& subresource, std::string& out) {
  separate(out);
  out += '{';
  add_text("subresource", subresource.name, out);
  add_response_kind(subresource.group, subresource.version, kind_name(kind, subresource), out);
  add_verbs(subresource.verbs, out);
  out += '}';
}

void add_aggregated_resource(const Kind& kind, std::string& out) {
  separate(out);
  out += '{';
  add_text("resource", kind.resource, out);
  add_response_kind("", "", kind.kind, out);
  add_text("scope", kind.scope == Scope::kNamespaced ? "Namespaced" : "Cluster", out);
  add_text("singularResource", kind.singular, out);
  add_verbs(kind.verbs, out);
  add_texts_unless_empty("shortNames", kind.short_names, out);
  add_texts_unless_empty("categories", kind.categories, out);
  if (!kind.subresources.empty()) {
    name_member("subresources", out);
    out += '[';
    for (const Subresource& subresource : by_name(kind.subresources)) add_aggregated_subresource(kind, subresource, out);
    out += ']';
  }
  out += '}';
}

void add_aggregated_group(const ServedGroup& group, std::string& out) {
  separate(out);
  out += '{';
  name_member("metadata", out);
  out += '{';
  if (!group.name.empty()) add_text("name", group.name, out);
  out += '}';
  name_member("versions", out);
  out += '[';
  for (const ServedVersion& version : group.versions) {
    separate(out);
    out += '{';
    add_text("version", version.name, out);
    name_member("resources", out);
    out += '[';
    for (const Kind* kind : version.kinds) add_aggregated_resource(*kind, out);
    out += ']';
    add_text("freshness", "Current", out);
    out += '}';
  }
  out += "]}";
}

std::string quoted_sha512(std::string_view text) {
  std::array<unsigned char, SHA512_DIGEST_LENGTH> digest;
  SHA512(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (const unsigned char byte : digest) quoted.append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
  return quoted += '"';
}

// Standard base64 of the first eight bytes of a digest.
std::string base64_of_8(const unsigned char* bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t bit = 0; bit < 64; bit += 6) {
    const size_t byte = bit / 8;
    const unsigned window = bytes[byte] << 8 | (byte < 7 ? bytes[byte + 1] : 0);
    text += kAlphabet[window >> (10 - bit % 8) & 63];
  }
  return text += '=';
}

}  // namespace

std::string api_versions_json(std::span<const ServerAddress> addresses) {
  std::string out = "{";
  add_text("kind", "APIVersions", out);
  add_texts("versions", std::array{std::string_view("v1")}, out);
  name_member("serverAddressByClientCIDRs", out);
  out += '[';
  for (const ServerAddress& address : addresses) {
    separate(out);
    out += '{';
    add_text("clientCIDR", address.client_cidr, out);
    add_text("serverAddress", address.server_address, out);
    out += '}';
  }
  return out += "]}";
}

std::string group_list_json(std::span<const ServedGroup> groups) {
  std::string out = "{";
  add_text("kind", "APIGroupList", out);
  add_text("apiVersion", "v1", out);
  name_member("groups", out);
  out += '[';
  for (const ServedGroup& group : groups) {
    separate(out);
    out += '{';
    add_group_members(group, out);
    out += '}';
  }
  return out += "]}";
}

std::string group_json(const ServedGroup& group) {
  std::string out = "{";
  add_text("kind", "APIGroup", out);
  add_text("apiVersion", "v1", out);
  add_group_members(group, out);
  return out += '}';
}

std::string resource_list_json(std::string_view group, const ServedVersion& version) {
  std::string out = "{";
  add_text("kind", "APIResourceList", out);
  if (!group.empty()) add_text("apiVersion", "v1", out);
  add_text("groupVersion", group_version(group, version.name), out);
  name_member("resources", out);
  out += '[';
  for (const Kind* kind : version.kinds) {
    add_resource(*kind, out);
    for (const Subresource& subresource : by_name(kind->subresources)) add_subresource(*kind, subresource, out);
  }
  return out += "]}";
}

AggregatedJson aggregated_json(std::string_view api_version, std::string_view kind, std::span<const ServedGroup> groups) {
  std::string members = R"("metadata":{},"items":[)";
  for (const ServedGroup& group : groups) add_aggregated_group(group, members);
  members += "]}";
  std::string head = "{";
  add_text("kind", kind, head);
  add_text("apiVersion", api_version, head);
  return {.json = head + "," + members, .etag = quoted_sha512("{" + members)};
}

std::string storage_version_hash(const Kind& kind) {
  if (kind.key_prefix.empty()) return "";
  std::string stored(kind.storage_group_version);
  if (stored.empty()) stored = group_version(kind.group, kind.version);
  // Core kinds are hashed with the slash after their empty group.
  if (stored.find('/') == std::string::npos) stored.insert(0, "/");
  stored.append("/").append(kind.kind);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(stored.data()), stored.size(), digest.data());
  return base64_of_8(digest.data());
}

}  // namespace pintle::api
