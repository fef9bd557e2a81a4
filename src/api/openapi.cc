#include "api/openapi.h"

#include <openssl/sha.h>

#include <algorithm>
#include <set>

#include "api/openapi/answer.h"
#include "api/openapi/discovery_routes.h"
#include "api/openapi/document.h"
#include "api/openapi/gnostic.h"
#include "api/openapi/registered_kinds.h"
#include "api/openapi/resource_routes.h"

namespace pintle::api {
namespace {

using openapi::Edition;
using openapi::GroupVersion;
using openapi::Route;

constexpr std::string_view kV2 = "openapi/v2";
constexpr std::string_view kV3 = "/openapi/v3";

Edition edition_of(std::string_view name) { return name == kV2 ? Edition::kV2 : Edition::kV3; }

std::string hash_of(std::string_view document) {
  constexpr char kHex[] = "0123456789ABCDEF";
  unsigned char digest[SHA512_DIGEST_LENGTH];
  SHA512(reinterpret_cast<const unsigned char*>(document.data()), document.size(), digest);
  std::string text;
  for (const unsigned char byte : digest) text.append({kHex[byte >> 4], kHex[byte & 15]});
  return text;
}

std::string location_of(std::string_view name, std::string_view hash) {
  return std::string(kV3).append("/").append(name).append("?hash=").append(hash);
}

void append(std::vector<Route>& to, std::vector<Route> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::vector<Route> routes_of(const GroupVersion& served) {
  std::vector<Route> routes = openapi::resource_routes(served);
  routes.push_back(openapi::resource_list_route(served.path()));
  return routes;
}

}  // namespace

OpenApi::OpenApi(std::span<const Kind* const> kinds) : group_versions_(openapi::group_versions(kinds)) {}

void OpenApi::publish(GroupVersion group_version) {
  const std::lock_guard lock(mutex_);
  std::erase_if(group_versions_, [&](const GroupVersion& one) { return one.path() == group_version.path(); });
  group_versions_.push_back(std::move(group_version));
  std::ranges::sort(group_versions_, {}, &GroupVersion::path);
  made_.clear();
  index_ = Bytes();
}

void OpenApi::withdraw(std::string_view group, std::string_view version) {
  const std::lock_guard lock(mutex_);
  std::erase_if(group_versions_, [&](const GroupVersion& one) { return one.group == group && one.version == version; });
  made_.clear();
  index_ = Bytes();
}

const GroupVersion* OpenApi::group_version(std::string_view path) const {
  const auto found = std::ranges::find_if(group_versions_, [&](const GroupVersion& one) { return one.path() == path; });
  return found == group_versions_.end() ? nullptr : &*found;
}

std::vector<std::string> OpenApi::groups() const {
  std::set<std::string> groups;
  for (const GroupVersion& one : group_versions_) groups.insert(one.group);
  return {groups.begin(), groups.end()};
}

std::vector<std::string> OpenApi::names() const {
  std::vector<std::string> names;
  for (const auto& [name, routes] : openapi::discovery_routes(groups())) names.push_back(name);
  for (const GroupVersion& one : group_versions_) names.push_back(one.path());
  std::ranges::sort(names);
  return names;
}

std::vector<Route> OpenApi::all_routes() const {
  std::vector<Route> routes;
  for (auto& [name, of_name] : openapi::discovery_routes(groups())) append(routes, std::move(of_name));
  for (const GroupVersion& one : group_versions_) append(routes, routes_of(one));
  return routes;
}

std::vector<Route> OpenApi::routes(const std::string& name) const {
  if (name == kV2) return all_routes();
  if (const GroupVersion* served = group_version(name)) return routes_of(*served);
  auto others = openapi::discovery_routes(groups());
  const auto found = others.find(name);
  return found == others.end() ? std::vector<Route>() : std::move(found->second);
}

// The JSON of a document that has no routes is empty: there is no such document.
OpenApi::Document OpenApi::make(const std::string& name) const {
  std::vector<Route> of_name = routes(name);
  if (of_name.empty()) return {};
  const openapi::RegisteredKinds registered(group_versions_);
  const GroupVersion* scope = group_version(name);
  const auto kinds_of = [&](const schema::Type& type) {
    return scope ? registered.within(type, scope->group, scope->version) : registered.of(type);
  };
  const std::string json = edition_of(name) == Edition::kV2 ? openapi::document_v2(std::move(of_name), kinds_of)
                                                            : openapi::document_v3(std::move(of_name), kinds_of);
  return {.json = openapi::Packed(json), .protobuf = {}, .hash = hash_of(json), .last_modified = openapi::http_date_now()};
}

const OpenApi::Document* OpenApi::find(const std::string& name) const {
  if (const auto made = made_.find(name); made != made_.end()) return &made->second;
  Document document = make(name);
  if (document.json.empty()) return nullptr;
  return &made_.emplace(name, std::move(document)).first->second;
}

std::optional<Bytes> OpenApi::json(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const Document* document = find(std::string(name));
  return document ? std::optional(document->json.plain()) : std::nullopt;
}

Bytes OpenApi::index() const {
  const std::lock_guard lock(mutex_);
  if (!index_.empty()) return index_;
  openapi::JsonWriter out;
  out.begin_object();
  out.key("paths").begin_object();
  for (const std::string& name : names()) {
    out.key(name).begin_object();
    out.member("serverRelativeURL", location_of(name, find(name)->hash));
    out.end_object();
  }
  out.end_object();
  out.end_object();
  index_ = Bytes::take(out.take());
  return index_;
}

// Upstream serves it without a type, which Go then takes for text.
net::Response OpenApi::index_response(const net::Request& http) const {
  net::Response response;
  response.headers.add("content-type", "text/plain; charset=utf-8");
  response.headers.add("last-modified", openapi::http_date_now());
  response.body = index();
  openapi::answer_condition(http, response);
  return response;
}

net::Response OpenApi::document_response(const std::string& name, const net::Request& http, const Query& query) const {
  net::Response response;
  const Edition edition = edition_of(name);
  const std::lock_guard lock(mutex_);
  const Document* document = find(name);
  if (!document) {
    response.status = 404;
    return response;
  }
  response.headers.add("vary", "Accept");
  const auto form = openapi::negotiate(http.headers.get("accept"), edition);
  if (!form) {
    response.status = 406;
    return response;
  }
  response.headers.add("content-type", std::string(openapi::content_type(*form, edition)));
  response.headers.add("etag", "\"" + document->hash + "\"");
  if (const std::string_view hash = query.get("hash"); edition == Edition::kV3 && !hash.empty()) {
    if (hash != document->hash) {
      response.status = 301;
      response.headers.add("location", location_of(name, document->hash));
      return response;
    }
    response.headers.add("cache-control", "public, immutable");
    response.headers.add("expires", openapi::date_in_a_year());
  }
  response.headers.add("last-modified", document->last_modified);
  const openapi::Packed* packed = &document->json;
  if (*form == openapi::DocumentForm::kProtobuf) {
    openapi::Packed& protobuf = made_.find(name)->second.protobuf;
    if (protobuf.empty()) protobuf = openapi::Packed(openapi::to_gnostic(edition, document->json.plain()));
    packed = &protobuf;
  }
  openapi::send(http, *packed, response);
  return response;
}

std::optional<net::Response> OpenApi::answer(const net::Request& http, std::string_view path, const Query& query) const {
  if (path == "/openapi/v2") return document_response(std::string(kV2), http, query);
  if (path == kV3) return index_response(http);
  if (!path.starts_with("/openapi/v3/")) return std::nullopt;
  const std::string_view name = path.substr(kV3.size() + 1);
  if (name != kV2) return document_response(std::string(name), http, query);
  net::Response response;
  response.status = 404;
  return response;
}

}  // namespace pintle::api
