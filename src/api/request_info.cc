#include "api/request_info.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace pintle::api {
namespace {

std::vector<std::string> split(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  std::vector<std::string> parts;
  if (path.empty()) return parts;
  for (;;) {
    const size_t slash = path.find('/');
    parts.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

std::string verb_of_method(std::string_view method) {
  if (method == "POST") return "create";
  if (method == "GET" || method == "HEAD") return "get";
  if (method == "PUT") return "update";
  if (method == "PATCH") return "patch";
  if (method == "DELETE") return "delete";
  return "";
}

bool is_namespace_subresource(std::string_view part) { return part == "status" || part == "finalize"; }

// `watch` as a boolean query parameter: present and not "false" or "0".
bool wants_watch(const Query& query) {
  if (!query.has("watch")) return false;
  std::string value(query.get("watch"));
  std::ranges::transform(value, value.begin(), [](unsigned char c) { return std::tolower(c); });
  return value != "false" && value != "0";
}

// The name that a field selector pins: "metadata.name=x" as one of its requirements.
std::string_view name_in_field_selector(std::string_view selector) {
  for (const std::string_view key : {std::string_view("metadata.name=="), std::string_view("metadata.name=")}) {
    for (size_t at = selector.find(key); at != std::string_view::npos; at = selector.find(key, at + 1)) {
      if (at != 0 && selector[at - 1] != ',') continue;
      std::string_view value = selector.substr(at + key.size());
      return value.substr(0, value.find(','));
    }
  }
  return {};
}

bool is_path_segment(std::string_view name) {
  return name != "." && name != ".." && name.find('/') == std::string_view::npos && name.find('%') == std::string_view::npos;
}

// The parts after group and version: resource, name, subresource, and the namespace before them.
void read_resource(std::vector<std::string> parts, RequestInfo& info) {
  if (parts[0] == "namespaces" && parts.size() > 1) {
    info.namespace_ = parts[1];
    if (parts.size() > 2 && !is_namespace_subresource(parts[2])) parts.erase(parts.begin(), parts.begin() + 2);
  }
  info.resource = parts[0];
  if (parts.size() >= 2) info.name = parts[1];
  if (parts.size() >= 3 && info.verb != "proxy") info.subresource = parts[2];
  info.parts = std::move(parts);
}

}  // namespace

Result<RequestInfo> parse_request_info(std::string_view method, std::string_view path, const Query& query) {
  RequestInfo info;
  if (!unescape(path, Plus::kIsPlus, info.path)) return fail(Status::bad_request("invalid URL escape in the path"));
  info.verb = std::string(method);
  std::ranges::transform(info.verb, info.verb.begin(), [](unsigned char c) { return std::tolower(c); });

  std::vector<std::string> parts = split(info.path);
  if (parts.size() < 3 || (parts[0] != "api" && parts[0] != "apis")) return info;
  info.prefix = parts[0];
  parts.erase(parts.begin());
  if (info.prefix == "apis") {
    if (parts.size() < 3) return info;
    info.group = parts[0];
    parts.erase(parts.begin());
  }
  info.is_resource = true;
  info.version = parts[0];
  parts.erase(parts.begin());

  if (parts[0] == "proxy" || parts[0] == "watch") {
    if (parts.size() < 2) return fail(Status::internal("unable to determine kind and namespace from url, " + info.path));
    info.verb = parts[0];
    parts.erase(parts.begin());
  } else {
    info.verb = verb_of_method(method);
  }
  read_resource(std::move(parts), info);

  if (info.name.empty() && info.verb == "get") {
    info.verb = wants_watch(query) ? "watch" : "list";
    const std::string_view name = name_in_field_selector(query.get("fieldSelector"));
    if (is_path_segment(name)) info.name = name;
  }
  if (info.name.empty() && info.verb == "delete") info.verb = "deletecollection";
  return info;
}

}  // namespace pintle::api
