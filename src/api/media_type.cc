#include "api/media_type.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace pintle::api {
namespace {

constexpr std::string_view kSupported = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
constexpr std::string_view kSupportedStreams = ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Cuts `text` at the first `separator` and returns what was before it.
std::string_view cut(std::string_view& text, char separator) {
  const size_t at = text.find(separator);
  const std::string_view head = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return trim(head);
}

struct Supported {
  std::string_view subtype;
  Encoding encoding;
};
constexpr Supported kEncodings[] = {{"json", Encoding::kJson}, {"yaml", Encoding::kYaml}, {"vnd.kubernetes.protobuf", Encoding::kProtobuf}};

bool matches(const MediaClause& clause, std::string_view subtype) {
  if (clause.type == "*") return clause.subtype == "*";
  return clause.type == "application" && (clause.subtype == subtype || clause.subtype == "*");
}

std::string_view parameter(const MediaClause& clause, std::string_view name) {
  const auto found = clause.parameters.find(name);
  return found == clause.parameters.end() ? std::string_view() : std::string_view(found->second);
}

// Reads as/g/v; false when the combination is none that is served.
bool read_transform(const MediaClause& clause, Transforms allowed, Accepted& accepted) {
  const std::string_view as = parameter(clause, "as");
  const std::string_view group = parameter(clause, "g");
  const std::string_view version = parameter(clause, "v");
  if (!clause.parameters.contains("as") && !clause.parameters.contains("g") && !clause.parameters.contains("v")) return true;
  if (allowed == Transforms::kNone || group != "meta.k8s.io" || (version != "v1" && version != "v1beta1")) return false;
  if (as == "Table") {
    // Tables have no protobuf form.
    if (accepted.encoding == Encoding::kProtobuf) return false;
    accepted.transform = Transform::kTable;
  } else if (as == "PartialObjectMetadata") {
    accepted.transform = Transform::kPartialObjectMetadata;
  } else if (as == "PartialObjectMetadataList") {
    accepted.transform = Transform::kPartialObjectMetadataList;
  } else {
    return false;
  }
  accepted.transform_version = version;
  return true;
}

bool accept_clause(const MediaClause& clause, Encoding encoding, Transforms transforms, Accepted& accepted) {
  accepted = Accepted{.encoding = encoding};
  const std::string_view stream = parameter(clause, "stream");
  if (!stream.empty() && (stream != "watch" || encoding == Encoding::kYaml)) return false;
  if (!parameter(clause, "sv").empty()) return false;
  accepted.stream = !stream.empty();
  accepted.pretty = parameter(clause, "pretty") == "1";
  return read_transform(clause, transforms, accepted);
}

bool is_true(std::string_view text) {
  return text == "1" || text == "t" || text == "T" || text == "true" || text == "TRUE" || text == "True";
}

bool wants_pretty(std::string_view user_agent, const Query& query) {
  if (const std::string_view pretty = query.get("pretty"); !pretty.empty()) return is_true(pretty);
  return user_agent.starts_with("curl") || user_agent.starts_with("Wget") || user_agent.starts_with("Mozilla/5.0");
}

}  // namespace

std::string_view content_type(Encoding encoding) {
  switch (encoding) {
    case Encoding::kJson:
      return "application/json";
    case Encoding::kYaml:
      return "application/yaml";
    case Encoding::kProtobuf:
      return "application/vnd.kubernetes.protobuf";
  }
  return "";
}

std::vector<MediaClause> parse_accept(std::string_view header) {
  std::vector<MediaClause> clauses;
  while (!header.empty()) {
    std::string_view part = cut(header, ',');
    std::string_view range = cut(part, ';');
    MediaClause clause;
    clause.type = cut(range, '/');
    clause.subtype = trim(range);
    if (clause.type.empty() || (clause.subtype.empty() && clause.type != "*")) continue;
    if (clause.subtype.empty()) clause.subtype = "*";
    while (!part.empty()) {
      std::string_view pair = cut(part, ';');
      const std::string_view name = cut(pair, '=');
      const std::string_view value = trim(pair);
      if (name == "q")
        std::from_chars(value.data(), value.data() + value.size(), clause.quality);
      else if (!name.empty())
        clause.parameters.insert_or_assign(std::string(name), std::string(value));
    }
    const auto position = std::ranges::upper_bound(clauses, clause.quality, std::greater(), &MediaClause::quality);
    clauses.insert(position, std::move(clause));
  }
  return clauses;
}

Result<Accepted> negotiate_output(std::string_view accept, std::string_view user_agent, const Query& query, Transforms transforms) {
  Accepted accepted;
  bool found = accept.empty();
  if (!found) {
    for (const MediaClause& clause : parse_accept(accept)) {
      for (const Supported& supported : kEncodings) {
        if (found || !matches(clause, supported.subtype)) continue;
        found = accept_clause(clause, supported.encoding, transforms, accepted);
      }
    }
  }
  if (!found) return fail(Status::not_acceptable("only the following media types are accepted: " + std::string(kSupported)));
  accepted.pretty = accepted.pretty || wants_pretty(user_agent, query);
  return accepted;
}

Result<void> check_acceptable(std::string_view accept, Route route) {
  if (accept.empty()) return {};
  for (const MediaClause& clause : parse_accept(accept))
    for (const Supported& supported : kEncodings)
      if (clause.subtype != "*" ? matches(clause, supported.subtype) : clause.type == "*") return {};
  std::string message = "406: Not Acceptable\n\nAvailable representations: " + std::string(kSupported);
  if (route == Route::kList) message += kSupportedStreams;
  Status status = Status::not_acceptable(std::move(message));
  status.body().has_details = true;
  return fail(std::move(status));
}

// As Go's mime.ParseMediaType: every parameter is name=value.
bool has_valid_parameters(std::string_view content_type) {
  cut(content_type, ';');
  while (!content_type.empty()) {
    const std::string_view parameter = cut(content_type, ';');
    if (!parameter.empty() && parameter.find('=') == std::string_view::npos) return false;
  }
  return true;
}

std::string media_type_essence(std::string_view content_type) {
  std::string essence(cut(content_type, ';'));
  std::ranges::transform(essence, essence.begin(), [](unsigned char c) { return std::tolower(c); });
  return essence;
}

Result<Encoding> negotiate_input(std::string_view content_type) {
  if (content_type.empty()) return Encoding::kJson;
  const std::string essence = has_valid_parameters(content_type) ? media_type_essence(content_type) : "";
  for (const Supported& supported : kEncodings)
    if (essence.starts_with("application/") && std::string_view(essence).substr(12) == supported.subtype) return supported.encoding;
  return fail(Status::unsupported_media_type("the body of the request was in an unknown format - accepted media types include: " +
                                             std::string(kSupported)));
}

}  // namespace pintle::api
