#include "api/non_resource.h"

#include <algorithm>
#include <optional>

#include "api/body.h"
#include "api/chain.h"
#include "api/media_type.h"
#include "api/status_body.h"
#include "api/version.h"
#include "api/zpages.h"
#include "object/json.h"

namespace pintle::api {
namespace {

constexpr std::string_view kKeySetPath = "/openid/v1/jwks";

net::Response not_found() { return text_response(404, "404 page not found\n"); }

net::Response json_text(std::string json) { return encoded_body(200, std::move(json), "application/json"); }

// Which document an Accept header wants: the aggregated one of version v2, or the legacy one.
struct DiscoveryChoice {
  Accepted accepted;
  bool aggregated = false;
};

bool names_aggregated(const MediaClause& clause) {
  const auto as = clause.parameters.find("as");
  return as != clause.parameters.end() && as->second == "APIGroupDiscoveryList";
}

bool has_parameter(const MediaClause& clause, std::string_view name, std::string_view value) {
  const auto found = clause.parameters.find(name);
  return found != clause.parameters.end() && found->second == value;
}

std::optional<Encoding> encoding_of(const MediaClause& clause) {
  if (clause.type == "*" || clause.subtype == "*") return Encoding::kJson;
  const auto encoding = negotiate_input(clause.type + "/" + clause.subtype);
  return encoding ? std::optional(*encoding) : std::nullopt;
}

Result<DiscoveryChoice> choose_discovery(const net::Request& http, const Query& query) {
  for (const MediaClause& clause : parse_accept(http.headers.get("accept"))) {
    if (!names_aggregated(clause)) continue;
    const std::optional<Encoding> encoding = encoding_of(clause);
    const bool served = has_parameter(clause, "g", "apidiscovery.k8s.io") && has_parameter(clause, "v", "v2");
    if (encoding && served) return DiscoveryChoice{{.encoding = *encoding}, true};
  }
  PINTLE_TRY(const Accepted accepted,
             negotiate_output(http.headers.get("accept"), http.headers.get("user-agent"), query, Transforms::kNone));
  return DiscoveryChoice{accepted, false};
}

net::Response document_response(const DiscoveryDocument& document, const Accepted& accepted, const net::Request& http) {
  net::Response response;
  if (!document.etag().empty()) {
    response.headers.add("etag", document.etag());
    if (http.headers.get("if-none-match") == document.etag()) {
      response.status = 304;
      return response;
    }
  }
  response.headers.add("content-type", document.content_type(accepted));
  response.body = document.encode(accepted);
  return response;
}

constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

std::vector<std::string> root_paths(const NonResource& parts) {
  std::vector<std::string> paths = parts.discovery.paths();
  for (const HealthChecks* checks : {&parts.healthz, &parts.livez, &parts.readyz})
    for (std::string& path : checks->paths()) paths.push_back(std::move(path));
  for (const char* path : {"/.well-known/openid-configuration", "/flagz", "/metrics", "/metrics/slis", "/openapi/v2", "/openapi/v3",
                           "/openapi/v3/", "/openid/v1/jwks", "/statusz", "/version"})
    paths.emplace_back(path);
  std::ranges::sort(paths);
  return paths;
}

std::string root_paths_json(const NonResource& parts) {
  std::string json = "{\"paths\":[";
  for (const std::string& path : root_paths(parts)) {
    if (json.back() != '[') json += ",";
    object::append_json_string(path, json);
  }
  std::string indented;
  object::append_indented_json(json + "]}", indented);
  return indented;
}

std::optional<net::Response> health_response(const HealthChecks& checks, std::string_view endpoint, std::string_view path,
                                             const Query& query) {
  if (!path.starts_with(endpoint)) return std::nullopt;
  std::string_view name = path.substr(endpoint.size());
  if (!name.empty() && name.front() != '/') return std::nullopt;
  if (!name.empty()) name.remove_prefix(1);
  const auto answer = checks.answer(name, query);
  if (!answer) return not_found();
  net::Response response = text_response(answer->status, answer->text);
  response.headers.set("x-content-type-options", "nosniff");
  return response;
}

// /api, and the lists of a version's resources: served by GET alone.
Result<void> check_route(const net::Request& http) {
  if (http.method != "GET") return fail(method_not_allowed());
  return check_acceptable(http.headers.get("accept"), Route::kItem);
}

// /api and /apis: the aggregated document for who asks for it, else the list of versions or groups.
Result<net::Response> discovery_root(const net::Request& http, const Query& query, const DiscoveryDocument& aggregated,
                                     const DiscoveryDocument& list) {
  PINTLE_TRY(const DiscoveryChoice choice, choose_discovery(http, query));
  if (!choice.aggregated) return document_response(list, choice.accepted, http);
  net::Response response = document_response(aggregated, choice.accepted, http);
  response.headers.add("vary", "Accept");
  response.headers.add("cache-control", "public");
  return response;
}

// As upstream, /apis and /apis/<group> ask for no method: its aggregator answers them, the others are routes of go-restful.
// Nothing for paths that do not begin as discovery's do, and for groups that are not there.
Result<std::optional<net::Response>> discovery_response(const NonResource& parts, const net::Request& http, std::string_view path,
                                                        const Query& query) {
  if (path.ends_with('/')) path.remove_suffix(1);
  const DiscoveryDocument* document = parts.discovery.find(path);
  if (path == "/apis") return discovery_root(http, query, parts.discovery.aggregated_groups(), *document);
  if (path == "/api") {
    PINTLE_TRY_VOID(check_route(http));
    const ServerAddress address{.client_cidr = "0.0.0.0/0", .server_address = parts.server_address};
    return discovery_root(http, query, parts.discovery.aggregated_core(), api_versions({&address, 1}));
  }
  const std::string_view below_apis = path.starts_with("/apis/") ? path.substr(6) : "";
  const std::string_view group = below_apis.substr(0, below_apis.find('/'));
  if (below_apis.empty() && !path.starts_with("/api/")) return std::nullopt;
  if (!below_apis.empty() && !parts.discovery.has_group(group)) return std::nullopt;
  if (!document) return fail(Status::path_not_found());
  if (below_apis.empty() || below_apis != group) PINTLE_TRY_VOID(check_route(http));
  PINTLE_TRY(const Accepted accepted,
             negotiate_output(http.headers.get("accept"), http.headers.get("user-agent"), query, Transforms::kNone));
  return document_response(*document, accepted, http);
}

}  // namespace

bool is_openid_path(std::string_view path) { return path == "/.well-known/openid-configuration" || path == kKeySetPath; }

Result<net::Response> openid_answer(std::string_view path, const OpenIdDocuments* documents) {
  if (!documents || documents->configuration.empty()) return not_found();
  if (path == kKeySetPath) return encoded_body(200, documents->keys, "application/jwk-set+json");
  return json_text(documents->configuration);
}

Result<net::Response> NonResource::answer(const net::Request& http, const RequestInfo& info, const Query& query) const {
  const std::string_view path = info.path;
  if (path == "/" || path == "/index.html") return json_text(root_paths_json(*this));
  if (auto response = health_response(healthz, "/healthz", path, query)) return *std::move(response);
  if (auto response = health_response(livez, "/livez", path, query)) return *std::move(response);
  if (auto response = health_response(readyz, "/readyz", path, query)) return *std::move(response);
  if (path == "/version" || path == "/version/") {
    if (http.method != "GET") return fail(method_not_allowed());
    return json_text(version_json());
  }
  if (auto response = openapi.answer(http, path, query)) return *std::move(response);
  if (path == "/metrics") return encoded_body(200, observer.metrics_text(), kMetricsType);
  if (path == "/metrics/slis") {
    const HealthChecks* const endpoints[] = {&healthz, &livez, &readyz};
    return encoded_body(200, health_metrics(endpoints), kMetricsType);
  }
  if (ZPages::serves(path)) return zpages.answer(path, http, query, root_paths(*this));

  PINTLE_TRY(std::optional<net::Response> discovered, discovery_response(*this, http, path, query));
  if (discovered) return *std::move(discovered);
  return not_found();
}

}  // namespace pintle::api
