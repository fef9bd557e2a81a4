#include "api/openapi.h"

#include <openssl/sha.h>

#include "object/json.h"

namespace pintle::api {
namespace {

constexpr std::string_view kRoot = "/openapi/v3";
constexpr std::string_view kVersion = "v1.36.6";

struct Parameter {
  std::string_view name;
  std::string_view type;
};
constexpr Parameter kWrite[] = {{"dryRun", "string"}, {"fieldManager", "string"}, {"fieldValidation", "string"}};
constexpr Parameter kPatchParameters[] = {
    {"dryRun", "string"}, {"fieldManager", "string"}, {"fieldValidation", "string"}, {"force", "boolean"}};
constexpr Parameter kDeleteParameters[] = {
    {"dryRun", "string"}, {"gracePeriodSeconds", "integer"}, {"orphanDependents", "boolean"}, {"propagationPolicy", "string"}};
constexpr Parameter kListParameters[] = {{"allowWatchBookmarks", "boolean"},
                                         {"continue", "string"},
                                         {"fieldSelector", "string"},
                                         {"labelSelector", "string"},
                                         {"limit", "integer"},
                                         {"resourceVersion", "string"},
                                         {"resourceVersionMatch", "string"},
                                         {"sendInitialEvents", "boolean"},
                                         {"timeoutSeconds", "integer"},
                                         {"watch", "boolean"}};

struct Operation {
  std::string_view method;  // as a member of a path item
  std::string_view action;  // x-kubernetes-action
  Verb verb;
  std::span<const Parameter> parameters;
  bool of_collection;
};
const Operation kOperations[] = {{"get", "list", kList, kListParameters, true},
                                 {"post", "post", kCreate, kWrite, true},
                                 {"delete", "deletecollection", kDeleteCollection, kDeleteParameters, true},
                                 {"get", "get", kGet, {}, false},
                                 {"put", "put", kUpdate, kWrite, false},
                                 {"patch", "patch", kPatch, kPatchParameters, false},
                                 {"delete", "delete", kDelete, kDeleteParameters, false}};

std::string string_json(std::string_view text) {
  std::string json;
  object::append_json_string(text, json);
  return json;
}

void append_parameter(std::string_view name, std::string_view in, std::string_view type, std::string& out) {
  if (out.back() != '[') out += ',';
  out.append(R"({"name":)").append(string_json(name)).append(R"(,"in":")").append(in).append(R"(",)");
  if (in == "path") out += R"("required":true,)";
  out.append(R"("schema":{"type":")").append(type).append(R"(","uniqueItems":true}})");
}

struct ServedKind {
  std::string_view group, version, kind;
};

void append_operation(const Operation& operation, const ServedKind& served, std::string& out) {
  if (out.back() != '{') out += ',';
  out.append(string_json(operation.method)).append(R"(:{"parameters":[)");
  for (const Parameter& parameter : operation.parameters) append_parameter(parameter.name, "query", parameter.type, out);
  out.append(R"(],"responses":{"200":{"description":"OK"}},"x-kubernetes-action":)").append(string_json(operation.action));
  out.append(R"(,"x-kubernetes-group-version-kind":{"group":)").append(string_json(served.group));
  out.append(R"(,"kind":)").append(string_json(served.kind));
  out.append(R"(,"version":)").append(string_json(served.version)).append("}}");
}

enum class On : uint8_t { kCollection, kItem };

void append_path(std::string_view path, Verbs verbs, On on, const ServedKind& served, std::string& out) {
  std::string item = "{";
  for (const Operation& operation : kOperations) {
    // A subresource's create is a POST to the item's path.
    const bool here = operation.of_collection == (on == On::kCollection) || (operation.verb == kCreate && on == On::kItem);
    if (here && (verbs & operation.verb)) append_operation(operation, served, item);
  }
  if (item.size() == 1) return;
  item += R"(,"parameters":[)";
  for (const std::string_view name : {std::string_view("name"), std::string_view("namespace")})
    if (path.find("{" + std::string(name) + "}") != std::string_view::npos) append_parameter(name, "path", "string", item);
  item += "]}";
  if (out.back() != '{') out += ',';
  out.append(string_json(path)).append(":").append(item);
}

void append_kind(const std::string& root, const Kind& kind, std::string& out) {
  const ServedKind served{kind.group, kind.version, kind.kind};
  const bool namespaced = kind.scope == Scope::kNamespaced;
  const std::string collection = root + (namespaced ? "/namespaces/{namespace}/" : "/") + std::string(kind.resource);
  const std::string item = collection + "/{name}";
  append_path(collection, kind.verbs, On::kCollection, served, out);
  append_path(item, kind.verbs & ~kCreate, On::kItem, served, out);
  if (namespaced) append_path(root + "/" + std::string(kind.resource), kind.verbs & kList, On::kCollection, served, out);
  for (const Subresource& subresource : kind.subresources) {
    const bool own = subresource.kind.empty();
    const ServedKind other{own ? kind.group : subresource.group, own ? kind.version : subresource.version,
                           own ? kind.kind : subresource.kind};
    append_path(item + "/" + std::string(subresource.name), subresource.verbs, On::kItem, other, out);
  }
}

std::string hash_of(const Bytes& document) {
  unsigned char digest[SHA512_DIGEST_LENGTH];
  SHA512(reinterpret_cast<const unsigned char*>(document.data()), document.size(), digest);
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string text;
  for (const unsigned char byte : digest) text.append({kHex[byte >> 4], kHex[byte & 15]});
  return text;
}

}  // namespace

OpenApi::OpenApi(std::span<const Kind* const> kinds) {
  for (const Kind* kind : kinds) {
    const std::string path =
        kind->group.empty() ? "api/" + std::string(kind->version) : "apis/" + std::string(kind->group) + "/" + std::string(kind->version);
    groups_[path].push_back(kind);
  }
}

Bytes OpenApi::group_version_document(const std::vector<const Kind*>& kinds) const {
  const Kind& first = *kinds.front();
  const std::string root =
      first.group.empty() ? "/api/" + std::string(first.version) : "/apis/" + std::string(first.group) + "/" + std::string(first.version);
  std::string out = R"({"openapi":"3.0.0","info":{"title":"Kubernetes","version":")" + std::string(kVersion) + R"("},"paths":{)";
  for (const Kind* kind : kinds) append_kind(root, *kind, out);
  return Bytes::take(out + "}}");
}

Bytes OpenApi::made(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  Bytes& document = made_[path];
  if (document.empty()) document = group_version_document(groups_.find(path)->second);
  return document;
}

Bytes OpenApi::index() const {
  std::string out = R"({"paths":{)";
  for (const auto& [path, kinds] : groups_) {
    if (out.back() != '{') out += ',';
    out += string_json(path) + R"(:{"serverRelativeURL":")" + std::string(kRoot) + "/" + path + "?hash=" + hash_of(made(path)) + "\"}";
  }
  return Bytes::take(out + "}}");
}

std::optional<Bytes> OpenApi::find(std::string_view path) const {
  if (path == kRoot || path == "/openapi/v3/") return index();
  if (!path.starts_with("/openapi/v3/")) return std::nullopt;
  const auto group = groups_.find(path.substr(kRoot.size() + 1));
  if (group == groups_.end()) return std::nullopt;
  return made(group->first);
}

}  // namespace pintle::api
