// OpenAPI documents as protobuf: the messages of gnostic, which clients read when they ask for
// application/com.github.proto-openapi.spec.v2.v1.0+protobuf (or v3).
//
// The JSON document is walked along a table of messages. Members of a message are JSON members; what JSON has as an object with
// arbitrary keys is a list of {name, value}; extensions (x-...) and free values are YAML texts.
// Thread: pure, any thread. `json` is a document of document.h, so nothing in it is unknown to the tables.
// Source: github.com/google/gnostic-models, openapiv2/OpenAPIv2.proto and openapiv3/OpenAPIv3.proto.
#pragma once

#include <string>

#include "api/openapi/edition.h"
#include "base/bytes.h"

namespace pintle::api::openapi {

std::string to_gnostic(Edition edition, const Bytes& json);

}  // namespace pintle::api::openapi
