#include "api/openapi/path_item.h"

#include <algorithm>
#include <array>

#include <functional>
#include <tuple>

namespace pintle::api::openapi {
namespace {

using schema::Type;

// In the order in which a path item has them.
constexpr std::string_view kMethods[] = {"get", "put", "post", "delete", "options", "head", "patch"};
constexpr int kUnauthorized = 401;

bool same(const Parameter& a, const Parameter& b) { return a.name == b.name && a.in == b.in; }

std::string_view in_word(In in) {
  switch (in) {
    case In::kBody:
      return "body";
    case In::kPath:
      return "path";
    case In::kQuery:
      return "query";
  }
  return "";
}

void sort(std::vector<Parameter>& parameters) {
  std::ranges::sort(parameters, {}, [](const Parameter& one) { return std::tuple(one.name, in_word(one.in)); });
}

bool in_all(const Parameter& parameter, std::span<const Route> routes) {
  return std::ranges::all_of(routes, [&](const Route& route) {
    return std::ranges::any_of(route.parameters, [&](const Parameter& other) { return same(parameter, other); });
  });
}

// The parameters that every operation has, as the last one has them.
std::vector<Parameter> common_parameters(std::span<const Route> routes) {
  std::vector<Parameter> common;
  for (const Parameter& parameter : routes.back().parameters)
    if (in_all(parameter, routes)) common.push_back(parameter);
  sort(common);
  return common;
}

std::vector<Parameter> own_parameters(const Route& route, const std::vector<Parameter>& common) {
  std::vector<Parameter> own;
  for (const Parameter& parameter : route.parameters)
    if (std::ranges::none_of(common, [&](const Parameter& other) { return same(parameter, other); })) own.push_back(parameter);
  sort(own);
  return own;
}

void write_strings(std::string_view key, std::span<const std::string_view> values, JsonWriter& out) {
  if (values.empty()) return;
  out.key(key).begin_list();
  for (const std::string_view value : values) out.string(value);
  out.end_list();
}

// {"$ref":...} or, of no type, {"type":"string"}.
void write_schema(const Type* type, Edition edition, JsonWriter& out) {
  out.key("schema").begin_object();
  if (type)
    out.member("$ref", std::string(definition_prefix(edition)).append(type->name));
  else
    out.member("type", "string");
  out.end_object();
}

// The order of the kind's parts differs: in edition 2 upstream has read the document again.
void write_extensions(const Route& route, Edition edition, JsonWriter& out) {
  if (route.action.empty()) return;
  out.member("x-kubernetes-action", route.action);
  out.key("x-kubernetes-group-version-kind").begin_object();
  out.member("group", route.kind.group);
  if (edition == Edition::kV3) out.member("version", route.kind.version);
  out.member("kind", route.kind.kind);
  if (edition == Edition::kV2) out.member("version", route.kind.version);
  out.end_object();
}

using WriteContent = std::function<void(const Response&)>;

void write_responses(const Route& route, JsonWriter& out, const WriteContent& write_content) {
  out.key("responses").begin_object();
  for (const Response& response : route.responses) {
    out.key(std::to_string(response.code)).begin_object();
    out.member("description", response.description);
    write_content(response);
    out.end_object();
  }
  out.key(std::to_string(kUnauthorized)).begin_object();
  out.member("description", "Unauthorized");
  out.end_object();
  out.end_object();
}

// Calls `write` with the route of each method, in a path item's order, its method as the key.
void for_each_method(std::span<const Route> routes, JsonWriter& out, const std::function<void(const Route&)>& write) {
  for (const std::string_view method : kMethods) {
    const auto route = std::ranges::find(routes, method, &Route::method);
    if (route == routes.end()) continue;
    out.key(method).begin_object();
    write(*route);
    out.end_object();
  }
}

// --- edition 3

void write_parameters_v3(const std::vector<Parameter>& parameters, JsonWriter& out) {
  if (parameters.empty()) return;
  out.key("parameters").begin_list();
  for (const Parameter& parameter : parameters) {
    out.begin_object();
    out.member("name", parameter.name);
    out.member("in", in_word(parameter.in));
    out.optional_member("description", parameter.full_description());
    if (parameter.in == In::kPath) out.key("required").boolean(true);
    out.key("schema").begin_object();
    out.member("type", parameter.type);
    out.key("uniqueItems").boolean(true);
    out.end_object();
    out.end_object();
  }
  out.end_list();
}

void write_content_v3(const Type* type, std::vector<std::string_view> media_types, JsonWriter& out) {
  if (media_types.empty()) return;
  std::ranges::sort(media_types);
  out.key("content").begin_object();
  for (const std::string_view media_type : media_types) {
    out.key(media_type).begin_object();
    write_schema(type, Edition::kV3, out);
    out.end_object();
  }
  out.end_object();
}

void write_operation_v3(const Route& route, const std::vector<Parameter>& common, JsonWriter& out) {
  const OperationName name = operation_name(route);
  out.key("tags").begin_list();
  out.string(name.tag);
  out.end_list();
  out.member("description", route.description);
  out.member("operationId", name.id);
  write_parameters_v3(own_parameters(route, common), out);
  if (route.body) {
    out.key("requestBody").begin_object();
    write_content_v3(route.body, route.consumes, out);
    if (route.body_required) out.key("required").boolean(true);
    out.end_object();
  }
  write_responses(route, out, [&](const Response& response) { write_content_v3(response.body, route.produces, out); });
  write_extensions(route, Edition::kV3, out);
}

// --- edition 2

// The parts of a body parameter and of the others; upstream's order, as the hash is of this text.
std::string body_json(const Route& route) {
  JsonWriter out;
  out.begin_object();
  out.member("name", "body");
  out.member("in", "body");
  if (route.body_required) out.key("required").boolean(true);
  write_schema(route.body, Edition::kV2, out);
  out.end_object();
  return out.take();
}

std::string parameter_json(const Parameter& parameter) {
  JsonWriter out;
  out.begin_object();
  out.key("uniqueItems").boolean(true);
  out.member("type", parameter.type);
  out.optional_member("description", parameter.full_description());
  out.member("name", parameter.name);
  out.member("in", in_word(parameter.in));
  if (parameter.in == In::kPath) out.key("required").boolean(true);
  out.end_object();
  return out.take();
}

// Those that speak of one kind are not shared, and those in which old clients look for what the server can do.
bool is_shared(const Parameter& parameter) {
  return parameter.name != "name" && (parameter.in != In::kQuery || (parameter.name != "fieldValidation" && parameter.name != "dryRun"));
}

bool is_shared_body(const Type& body) { return body.name.starts_with("io.k8s.apimachinery"); }

void write_shared(std::string_view name, const std::string& json, SharedParameters& shared, JsonWriter& out) {
  out.begin_object();
  out.member("$ref", "#/parameters/" + shared.name_of(name, json));
  out.end_object();
}

void write_parameter_v2(const Parameter& parameter, const Route* body_of, SharedParameters& shared, JsonWriter& out) {
  const bool body = parameter.in == In::kBody;
  const std::string json = body ? body_json(*body_of) : parameter_json(parameter);
  if (body ? is_shared_body(*body_of->body) : is_shared(parameter))
    write_shared(parameter.name, json, shared, out);
  else
    out.json(json);
}

void write_parameters_v2(const std::vector<Parameter>& parameters, const Route* body_of, SharedParameters& shared, JsonWriter& out) {
  if (parameters.empty()) return;
  out.key("parameters").begin_list();
  for (const Parameter& parameter : parameters) write_parameter_v2(parameter, body_of, shared, out);
  out.end_list();
}

void write_operation_v2(const Route& route, const std::vector<Parameter>& common, SharedParameters& shared, JsonWriter& out) {
  const OperationName name = operation_name(route);
  out.member("description", route.description);
  write_strings("consumes", route.consumes, out);
  write_strings("produces", route.produces, out);
  write_strings("schemes", std::array{std::string_view("https")}, out);
  write_strings("tags", std::array{std::string_view(name.tag)}, out);
  out.member("operationId", name.id);
  std::vector<Parameter> own = own_parameters(route, common);
  if (route.body) own.push_back({"body", In::kBody, ""});
  sort(own);
  write_parameters_v2(own, &route, shared, out);
  write_responses(route, out, [&](const Response& response) { write_schema(response.body, Edition::kV2, out); });
  write_extensions(route, Edition::kV2, out);
}

// FNV-1 of 64 bits, not FNV-1a: hash/fnv New64.
uint64_t fnv1(std::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : text) {
    hash *= 1099511628211u;
    hash ^= static_cast<unsigned char>(c);
  }
  return hash;
}

// The first six bytes in base64 for URLs.
std::string short_hash(std::string_view text) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  constexpr int kCharacters = 8;
  const uint64_t hash = fnv1(text);
  std::string out;
  for (int i = 0; i < kCharacters; ++i) out += kDigits[(hash >> (58 - 6 * i)) & 63];
  return out;
}

}  // namespace

const std::string& SharedParameters::name_of(std::string_view parameter, const std::string& json) {
  std::string& name = names_[json];
  if (name.empty()) {
    name = std::string(parameter) + "-" + short_hash(json);
    by_name_.emplace(name, json);
  }
  return name;
}

void write_path_item_v2(std::span<const Route> routes, SharedParameters& shared, JsonWriter& out) {
  const std::vector<Parameter> common = common_parameters(routes);
  out.begin_object();
  for_each_method(routes, out, [&](const Route& route) { write_operation_v2(route, common, shared, out); });
  write_parameters_v2(common, nullptr, shared, out);
  out.end_object();
}

void write_path_item_v3(std::span<const Route> routes, JsonWriter& out) {
  const std::vector<Parameter> common = common_parameters(routes);
  out.begin_object();
  for_each_method(routes, out, [&](const Route& route) { write_operation_v3(route, common, out); });
  write_parameters_v3(common, out);
  out.end_object();
}

}  // namespace pintle::api::openapi
