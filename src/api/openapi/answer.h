// How a document is sent: in which form, whether the client has it already, and compressed or not.
// Thread: pure but for the clock, any thread.
// Source: kube-openapi pkg/handler and handler3 (accepted types); net/http ServeContent (conditions); RFC 9110 section 13.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/openapi/edition.h"
#include "api/openapi/packed.h"
#include "net/http.h"

namespace pintle::api::openapi {

enum class DocumentForm : uint8_t { kJson, kProtobuf };

// nullopt: 406. No Accept header is */*.
std::optional<DocumentForm> negotiate(std::string_view accept, Edition edition);
std::string_view content_type(DocumentForm form, Edition edition);

// "Tue, 15 Nov 1994 08:12:31 GMT"
std::string http_date_now();
// In upstream's form, which says UTC instead of GMT.
std::string date_in_a_year();

// Turns the response into 304 when its etag or last-modified is what the client has; true when it did.
bool answer_condition(const net::Request& http, net::Response& response);

// The body, gzip when the client takes it, and the conditions. DIFFERS: upstream compresses edition 2 only; the documents are kept
// compressed here, so that sending them so is cheaper.
void send(const net::Request& http, const Packed& document, net::Response& response);

}  // namespace pintle::api::openapi
