// The object in the body of an answer, as JSON for its audit event.
//
//   response_object(response)                       ->  {"kind":"Pod","apiVersion":"v1",...}; "" when the body is no API object
//   status_members({"kind":"Status",...,"code":404})  ->  "status":"Failure","message":"...","reason":"NotFound","details":{...}
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace pintle::api {

// The body is whole and not compressed; a stream gives "".
std::string response_object(const net::Response& response);
// The same of a body's bytes.
std::string object_json(std::string_view body, std::string_view content_type);
// True when the body is a meta/v1 Status; looks at its first bytes only.
bool is_status(const net::Response& response);
// Of a Status as JSON: all members but its type, its metadata and its code.
std::string status_members(std::string_view status_json);

}  // namespace pintle::api
