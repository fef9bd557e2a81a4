#include "api/openapi/answer.h"

#include <chrono>
#include <ctime>

#include "api/media_type.h"
#include "base/clock.h"

namespace pintle::api::openapi {
namespace {

struct Types {
  std::string_view deprecated;  // as of Accept, below application/
  std::string_view current;
  std::string_view content_type;
};

constexpr Types kProtobufV2 = {"com.github.proto-openapi.spec.v2@v1.0+protobuf", "com.github.proto-openapi.spec.v2.v1.0+protobuf",
                               "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"};
constexpr Types kProtobufV3 = {"com.github.proto-openapi.spec.v3@v1.0+protobuf", "com.github.proto-openapi.spec.v3.v1.0+protobuf",
                               "application/com.github.proto-openapi.spec.v3.v1.0+protobuf"};
constexpr std::chrono::seconds kYear = std::chrono::hours(24 * 365);

const Types& protobuf_types(Edition edition) { return edition == Edition::kV2 ? kProtobufV2 : kProtobufV3; }

std::string date(std::chrono::system_clock::time_point when, const char* zone) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return std::string(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S ", &parts)) + zone;
}

std::optional<std::time_t> parse_date(std::string_view text) {
  std::tm parts{};
  const char* end = strptime(std::string(text).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return end ? std::optional(timegm(&parts)) : std::nullopt;
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Calls `found` with each element of a comma-separated header until it says true.
template <class Found>
bool any_element(std::string_view header, const Found& found) {
  while (!header.empty()) {
    const size_t comma = header.find(',');
    if (found(trim(header.substr(0, comma)))) return true;
    header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
  }
  return false;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  return any_element(if_none_match, [etag](std::string_view one) {
    if (one.starts_with("W/")) one.remove_prefix(2);
    return one == "*" || one == etag;
  });
}

bool is_known(const net::Request& http, const net::Response& response) {
  if (const std::string_view known = http.headers.get("if-none-match"); !known.empty())
    return names_etag(known, response.headers.get("etag"));
  if (http.method != "GET" && http.method != "HEAD") return false;
  const auto since = parse_date(http.headers.get("if-modified-since"));
  const auto modified = parse_date(response.headers.get("last-modified"));
  return since && modified && *modified <= *since;
}

// "gzip" or "gzip;q=1", but not with a quality of zero.
bool takes_gzip(std::string_view accept_encoding) {
  return any_element(accept_encoding, [](std::string_view one) {
    const size_t semicolon = one.find(';');
    const std::string_view quality = semicolon == std::string_view::npos ? "q=1" : trim(one.substr(semicolon + 1));
    return trim(one.substr(0, semicolon)) == "gzip" && quality != "q=0" && quality != "q=0.0";
  });
}

}  // namespace

std::optional<DocumentForm> negotiate(std::string_view accept, Edition edition) {
  if (accept.empty()) return DocumentForm::kJson;
  const Types& protobuf = protobuf_types(edition);
  for (const MediaClause& clause : parse_accept(accept)) {
    if (clause.type != "application" && clause.type != "*") continue;
    if (clause.subtype == "json" || clause.subtype == "*") return DocumentForm::kJson;
    if (clause.subtype == protobuf.current || clause.subtype == protobuf.deprecated) return DocumentForm::kProtobuf;
  }
  return std::nullopt;
}

std::string_view content_type(DocumentForm form, Edition edition) {
  return form == DocumentForm::kJson ? "application/json" : protobuf_types(edition).content_type;
}

std::string http_date_now() { return date(Clock::system().now(), "GMT"); }

std::string date_in_a_year() { return date(Clock::system().now() + kYear, "UTC"); }

bool answer_condition(const net::Request& http, net::Response& response) {
  if (!is_known(http, response)) return false;
  response.status = 304;
  for (const char* name : {"content-type", "content-encoding"}) response.headers.remove(name);
  if (response.headers.has("etag")) response.headers.remove("last-modified");
  response.body = Bytes();
  return true;
}

void send(const net::Request& http, const Packed& document, net::Response& response) {
  response.headers.add("vary", "Accept-Encoding");
  if (answer_condition(http, response)) return;
  if (takes_gzip(http.headers.get("accept-encoding"))) {
    response.headers.add("content-encoding", "gzip");
    response.body = document.gzip();
  } else {
    response.body = document.plain();
  }
}

}  // namespace pintle::api::openapi
