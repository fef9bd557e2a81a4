#include "api/openapi/document.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "api/openapi/path_item.h"

namespace pintle::api::openapi {
namespace {

using schema::Type;

constexpr std::string_view kApiVersion = "1.36";  // the version whose API is served, without a patch

void write_info(JsonWriter& out) {
  out.key("info").begin_object();
  out.member("title", "Kubernetes");
  out.member("version", kApiVersion);
  out.end_object();
}

using Definitions = std::map<std::string_view, const Type*>;

void collect(const Type& type, Definitions& found) {
  if (!found.emplace(type.name, &type).second) return;
  for_each_reference(type, [&](const Type& referred) { collect(referred, found); });
}

Definitions definitions_of(const std::vector<Route>& routes) {
  Definitions found;
  for (const Route& route : routes) {
    if (route.body) collect(*route.body, found);
    for (const Response& response : route.responses)
      if (response.body) collect(*response.body, found);
  }
  return found;
}

void write_definitions(std::string_view key, const Definitions& definitions, Edition edition, const KindsOf& kinds_of, JsonWriter& out) {
  if (definitions.empty()) return;
  out.key(key).begin_object();
  for (const auto& [name, type] : definitions) {
    out.key(name);
    write_definition(*type, edition, kinds_of(*type), out);
  }
  out.end_object();
}

// Sorts by path and calls `write` with the routes of each.
template <class Write>
void for_each_path(std::vector<Route>& routes, const Write& write) {
  std::ranges::sort(routes, {}, [](const Route& route) { return std::tie(route.path, route.method); });
  for (auto first = routes.begin(); first != routes.end();) {
    const auto last = std::ranges::find_if(first, routes.end(), [&](const Route& route) { return route.path != first->path; });
    write(std::span<const Route>(first, last));
    first = last;
  }
}

}  // namespace

std::string document_v2(std::vector<Route> routes, const KindsOf& kinds_of) {
  JsonWriter out;
  SharedParameters shared;
  out.begin_object();
  out.member("swagger", "2.0");
  write_info(out);
  out.key("paths").begin_object();
  for_each_path(routes, [&](std::span<const Route> of_path) {
    out.key(of_path.front().path);
    write_path_item_v2(of_path, shared, out);
  });
  out.end_object();
  write_definitions("definitions", definitions_of(routes), Edition::kV2, kinds_of, out);
  out.key("parameters").begin_object();
  for (const auto& [name, json] : shared.by_name()) out.key(name).json(json);
  out.end_object();
  out.key("securityDefinitions")
      .json(R"({"BearerToken":{"description":"Bearer Token authentication","type":"apiKey","name":"authorization","in":"header"}})");
  out.key("security").json(R"([{"BearerToken":[]}])");
  out.end_object();
  return out.take();
}

std::string document_v3(std::vector<Route> routes, const KindsOf& kinds_of) {
  JsonWriter out;
  out.begin_object();
  out.member("openapi", "3.0.0");
  write_info(out);
  out.key("paths").begin_object();
  for_each_path(routes, [&](std::span<const Route> of_path) {
    out.key(of_path.front().path);
    write_path_item_v3(of_path, out);
  });
  out.end_object();
  out.key("components").begin_object();
  write_definitions("schemas", definitions_of(routes), Edition::kV3, kinds_of, out);
  out.key("securitySchemes")
      .json(R"({"BearerToken":{"type":"apiKey","description":"Bearer Token authentication","name":"authorization","in":"header"}})");
  out.end_object();
  out.end_object();
  return out.take();
}

}  // namespace pintle::api::openapi
