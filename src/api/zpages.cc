#include "api/zpages.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <set>

#include "api/body.h"
#include "api/media_type.h"
#include "api/status_body.h"
#include "api/version.h"
#include "object/json.h"
#include "object/time.h"

namespace pintle::api {
namespace {

constexpr std::string_view kComponent = "apiserver";
constexpr std::string_view kNotForMachines =
    "Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes "
    "only.\n";

std::string string_json(std::string_view text) {
  std::string json;
  object::append_json_string(text, json);
  return json;
}

std::string_view parameter(const MediaClause& clause, std::string_view name) {
  const auto found = clause.parameters.find(name);
  return found == clause.parameters.end() ? std::string_view() : std::string_view(found->second);
}

// What an Accept header wants: the text, or the object `kind` of a version.
struct Wanted {
  std::string version;  // "" is the text
  Encoding encoding = Encoding::kJson;
};

std::optional<Wanted> wanted_of(const MediaClause& clause, std::string_view kind) {
  const bool plain = !clause.parameters.contains("as") && !clause.parameters.contains("g") && !clause.parameters.contains("v");
  const bool any = clause.type == "*" && clause.subtype == "*";
  if (plain) {
    const bool text = clause.type == "text" && (clause.subtype == "plain" || clause.subtype == "*");
    return any || text ? std::optional(Wanted()) : std::nullopt;
  }
  const std::string_view version = parameter(clause, "v");
  if (parameter(clause, "as") != kind || parameter(clause, "g") != "config.k8s.io" || (version != "v1alpha1" && version != "v1beta1"))
    return std::nullopt;
  if (any) return Wanted{std::string(version), Encoding::kJson};
  if (clause.type != "application") return std::nullopt;
  if (clause.subtype == "json" || clause.subtype == "*") return Wanted{std::string(version), Encoding::kJson};
  if (clause.subtype == "yaml") return Wanted{std::string(version), Encoding::kYaml};
  return std::nullopt;
}

Result<Wanted> negotiate(std::string_view accept, std::string_view kind) {
  if (accept.find_first_not_of(" \t") == std::string_view::npos) return Wanted();
  for (const MediaClause& clause : parse_accept(accept))
    if (auto wanted = wanted_of(clause, kind)) return *std::move(wanted);
  return fail(Status::not_acceptable("only the following media types are accepted: application/json, application/yaml, text/plain"));
}

std::string head_json(std::string_view kind, std::string_view version) {
  std::string json = "{\"kind\":\"";
  json.append(kind).append("\",\"apiVersion\":\"config.k8s.io/").append(version);
  return json.append("\",\"metadata\":{\"name\":\"").append(kComponent).append("\"},");
}

std::string title(std::string_view page) {
  return std::string("\n").append(kComponent).append(" ").append(page).append("\n").append(kNotForMachines);
}

// "v1.36.6+pintle" -> "1.36.6".
std::string_view binary_version() {
  std::string_view version = BuildInfo().git_version;
  version.remove_prefix(1);
  return version.substr(0, version.find('+'));
}

// The first parts of the paths, without those of the API itself.
std::set<std::string> debugging_paths(const std::vector<std::string>& listed) {
  std::set<std::string> paths;
  for (const std::string& path : listed)
    if (path.size() > 1 && path[1] != '/') paths.insert(path.substr(0, path.find('/', 1)));
  for (const char* api : {"/apis", "/api", "/openid", "/openapi", "/.well-known"}) paths.erase(api);
  return paths;
}

// As Go's time.UnixDate.
std::string unix_date(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local = {};
  localtime_r(&seconds, &local);
  std::array<char, 64> text = {};
  return {text.data(), std::strftime(text.data(), text.size(), "%a %b %e %H:%M:%S %Z %Y", &local)};
}

std::string hours(std::chrono::seconds time) {
  const int64_t seconds = time.count();
  const auto two_digits = [](int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(seconds / 3600) + " hr " + two_digits(seconds / 60 % 60) + " min " + two_digits(seconds % 60) + " sec";
}

}  // namespace

Result<net::Response> ZPages::answer(std::string_view path, const net::Request& http, const Query& query,
                                     const std::vector<std::string>& listed) const {
  const bool is_flagz = path == "/flagz";
  PINTLE_TRY(const Wanted wanted, negotiate(http.headers.get("accept"), is_flagz ? "Flagz" : "Statusz"));
  if (wanted.version.empty()) return text_response(200, is_flagz ? flags_text() : status_text(listed));
  const bool pretty = query.get("pretty") == "true" || query.get("pretty") == "1";
  net::Response response = text_body(200, is_flagz ? flags_json(wanted.version) : status_json(wanted.version, listed),
                                     {.encoding = wanted.encoding, .pretty = pretty}, "", "");
  if (wanted.version == "v1alpha1")
    response.headers.add(
        "warning", "299 - \"This version of the " + std::string(path.substr(1)) + " endpoint is deprecated. Please use a newer version.\"");
  return response;
}

std::string ZPages::flags_text() const {
  std::string text = title("flagz");
  for (const auto& [name, value] : flags_) text.append(name).append("=").append(value).append("\n");
  return text;
}

std::string ZPages::flags_json(std::string_view version) const {
  std::string members;
  for (const auto& [name, value] : flags_)
    members.append(members.empty() ? "" : ",").append(string_json(name)).append(":").append(string_json(value));
  return head_json("Flagz", version) + "\"flags\":{" + members + "}}";
}

std::chrono::seconds ZPages::uptime() const {
  return std::max(std::chrono::seconds(0), std::chrono::floor<std::chrono::seconds>(clock_.now() - started_));
}

std::string ZPages::status_text(const std::vector<std::string>& listed) const {
  std::string text = title("statusz") + "\nStarted: " + unix_date(started_) + "\nUp: " + hours(uptime()) + "\nGo version: ";
  text.append(BuildInfo().go_version).append("\nBinary version: ").append(binary_version());
  text.append("\nEmulation version: ").append(kMajor).append(".").append(kMinor).append("\nPaths:");
  for (const std::string& path : debugging_paths(listed)) text.append(" ").append(path);
  return text + "\n";
}

std::string ZPages::status_json(std::string_view version, const std::vector<std::string>& listed) const {
  std::string json = head_json("Statusz", version) + "\"startTime\":\"" + object::format_time(object::Timestamp::from(started_)) +
                     "\",\"uptimeSeconds\":" + std::to_string(uptime().count()) + ",\"goVersion\":" + string_json(BuildInfo().go_version);
  json.append(",\"binaryVersion\":").append(string_json(binary_version()));
  json.append(",\"emulationVersion\":\"").append(kMajor).append(".").append(kMinor).append("\",\"paths\":[");
  for (const std::string& path : debugging_paths(listed)) json.append(json.ends_with('[') ? "" : ",").append(string_json(path));
  return json + "]}";
}

}  // namespace pintle::api
