// Content negotiation: which encoding a client sends and which it wants back.
//
//   Accept: application/json;as=Table;v=v1;g=meta.k8s.io, application/json
//   -> {encoding kJson, transform kTable, transform_version "v1", content_type "application/json"}
//
// Source: k8s.io/apiserver/pkg/endpoints/handlers/negotiation; RFC 9110 section 12.5.1. Clauses are tried by falling quality, ties in the
// order sent.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/query.h"
#include "base/result.h"

namespace pintle::api {

enum class Encoding : uint8_t { kJson, kYaml, kProtobuf };
std::string_view content_type(Encoding encoding);

// The object that the client wants instead of the resource's own kind.
enum class Transform : uint8_t { kNone, kTable, kPartialObjectMetadata, kPartialObjectMetadataList };

struct MediaClause {
  std::string type;
  std::string subtype;
  double quality = 1;
  std::map<std::string, std::string, std::less<>> parameters;  // without q
};
// The clauses of an Accept header, best first. Clauses that cannot be parsed are left out.
std::vector<MediaClause> parse_accept(std::string_view header);

struct Accepted {
  Encoding encoding = Encoding::kJson;
  Transform transform = Transform::kNone;
  std::string transform_version;  // "v1" or "v1beta1"
  bool pretty = false;
  bool stream = false;  // ";stream=watch" was asked for
};

// Errors: 406. `pretty` also follows the query and the User-Agent (curl, Wget, Mozilla).
enum class Transforms : uint8_t { kAllowed, kNone };
Result<Accepted> negotiate_output(std::string_view accept, std::string_view user_agent, const Query& query, Transforms transforms);
// go-restful's own check, which comes before upstream's handlers and has its own message: some clause names a type that the route has.
// `list` routes also produce the stream types.
enum class Route : uint8_t { kItem, kList };
Result<void> check_acceptable(std::string_view accept, Route route);

// The encoding of a request body by its Content-Type ("" is JSON). Errors: 415.
Result<Encoding> negotiate_input(std::string_view content_type);

// "application/json; charset=utf-8" -> "application/json".
std::string media_type_essence(std::string_view content_type);

}  // namespace pintle::api
