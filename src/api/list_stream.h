// Lists on their way out: the items of a page, put together a few at a time as the client takes them, never one big buffer.
//
//   PINTLE_TRY(auto json, json_list(call, std::move(page)));            // the objects, their metadata or a Table, as was asked for
//   PINTLE_CO_TRY(std::vector<Bytes> pieces, co_await protobuf_list(call, page));   // the objects or their metadata
//
// Ownership: a stream holds its page; objects are let go as they are sent. Thread: the request's loop.
// Errors: 406 when one object was asked for; 400 for a wrong includeObject; 500 for an object that cannot be read. What cannot be read
// later breaks the body off.
#pragma once

#include <memory>
#include <vector>

#include "api/call.h"
#include "api/list_page.h"
#include "base/result.h"
#include "net/http.h"

namespace pintle::api {

// "PodList"
std::string list_kind(const Resource& resource);

// `call` outlives the stream's making only.
Result<std::unique_ptr<net::BodyStream>> json_list(const Call& call, ListPage page);
// The messages carry the length of all: it is made whole before it is sent. `call` and `page` outlive the task.
Task<Result<std::vector<Bytes>>> protobuf_list(const Call& call, const ListPage& page);

}  // namespace pintle::api
