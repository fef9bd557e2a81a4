// Bodies of answers: a JSON text, or an object tree, in the encoding that was negotiated.
//
//   return text_body(200, json, accepted, "v1", "Status");           // JSON, YAML or protobuf of a text that is JSON already
//   return document_body(200, document, accepted);                   // the same of a tree; its type meta is in it
//
// Thread: any.
#pragma once

#include <memory>
#include <string>

#include "api/media_type.h"
#include "net/http.h"
#include "object/document.h"

namespace pintle::api {

// `api_version` and `kind` name the built-in type that the protobuf form is encoded by; for JSON and YAML they are not looked at.
net::Response text_body(int code, std::string json, const Accepted& accepted, std::string_view api_version, std::string_view kind);
net::Response document_body(int code, const object::Document& document, const Accepted& accepted);
// A whole body that is encoded already.
net::Response encoded_body(int code, std::string body, std::string_view content_type);

// Compresses a whole body when the client takes gzip and the body is large enough; a very large one becomes a stream. Streams are left
// alone.
void compress(net::Response& response, const net::Headers& request_headers);
// The same for a stream that is known to be large: returns it compressed, with the headers set, or as it is.
std::unique_ptr<net::BodyStream> compress_stream(std::unique_ptr<net::BodyStream> plain, net::Response& response,
                                                 const net::Headers& request_headers);

}  // namespace pintle::api
