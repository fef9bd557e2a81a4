// GET of a collection: gathered from the cache's shared bytes and streamed, never one big buffer.
#include "api/body.h"
#include "api/limits.h"
#include "api/list_page.h"
#include "api/list_stream.h"
#include "api/request_audit.h"
#include "api/verbs/verbs.h"
#include "base/yield.h"
#include "object/json_indenter.h"

namespace pintle::api {
namespace {

net::Response with_body(const Call& call, net::ResponseBody body) {
  net::Response response;
  response.headers.add("content-type", std::string(content_type(call.accepted.encoding)));
  response.body = std::move(body);
  return response;
}

// A stream that gave out its beginning already.
class Resumed final : public net::BodyStream {
 public:
  Resumed(std::vector<Bytes> begin, std::unique_ptr<net::BodyStream> rest) : begin_(std::move(begin)), rest_(std::move(rest)) {}
  Task<std::vector<Bytes>> next() override {
    if (!begin_.empty()) co_return std::exchange(begin_, {});
    co_return co_await rest_->next();
  }
  void cancel() override { rest_->cancel(); }
  bool broken_off() const override { return rest_->broken_off(); }

 private:
  std::vector<Bytes> begin_;
  std::unique_ptr<net::BodyStream> rest_;
};

// The beginning of a stream: all of it, or more than `bytes_min`.
struct Beginning {
  std::vector<Bytes> pieces;
  bool whole = false;
};
Task<Result<Beginning>> begin(net::BodyStream& stream, size_t bytes_min) {
  Beginning beginning;
  for (size_t bytes = 0; bytes <= bytes_min;) {
    std::vector<Bytes> pieces = co_await stream.next();
    if (stream.broken_off()) co_return fail(Status::internal("an object of the list cannot be read"));
    if (pieces.empty()) {
      beginning.whole = true;
      break;
    }
    for (Bytes& piece : pieces) {
      bytes += piece.size();
      beginning.pieces.push_back(std::move(piece));
    }
  }
  co_return beginning;
}

// The indented form of a compact stream.
class IndentedStream final : public net::BodyStream {
 public:
  explicit IndentedStream(std::unique_ptr<net::BodyStream> compact) : compact_(std::move(compact)) {}
  Task<std::vector<Bytes>> next() override {
    const std::vector<Bytes> pieces = co_await compact_->next();
    std::string out;
    for (const Bytes& piece : pieces) indenter_.write(piece.view(), out);
    if (pieces.empty() && !std::exchange(ended_, true) && !compact_->broken_off()) out = "\n";
    std::vector<Bytes> result;
    if (!out.empty()) result.push_back(Bytes::take(std::move(out)));
    co_return result;
  }
  void cancel() override { compact_->cancel(); }
  bool broken_off() const override { return compact_->broken_off(); }

 private:
  std::unique_ptr<net::BodyStream> compact_;
  object::JsonIndenter indenter_;
  bool ended_ = false;
};

// The whole text, gathered while others on the loop have their turns.
Task<Result<net::Response>> yaml_list(const Call& call, std::unique_ptr<net::BodyStream> stream) {
  std::string json;
  for (;;) {
    PINTLE_CO_TRY(const Beginning part, co_await begin(*stream, 0));
    for (const Bytes& piece : part.pieces) json += piece.view();
    if (part.whole) break;
    co_await yield(call.loop());
  }
  json.pop_back();  // text_body ends the line itself
  co_return text_body(200, std::move(json), call.accepted, "", "");
}

// A small list goes out with its length, which decides on compression; a large one as it comes.
Task<Result<net::Response>> text_list(const Call& call, std::unique_ptr<net::BodyStream> stream) {
  if (call.accepted.encoding == Encoding::kYaml) co_return co_await yaml_list(call, std::move(stream));
  if (call.accepted.pretty) stream = std::make_unique<IndentedStream>(std::move(stream));
  PINTLE_CO_TRY(Beginning beginning, co_await begin(*stream, kGzipBytesMin));
  if (beginning.whole) co_return with_body(call, std::move(beginning.pieces));
  net::Response response = with_body(call, Bytes());
  stream = std::make_unique<Resumed>(std::move(beginning.pieces), std::move(stream));
  if (records_response_object(call)) {
    response.body = std::move(stream);
  } else {
    response.body = compress_stream(std::move(stream), response, call.http.headers);
  }
  co_return response;
}

}  // namespace

Task<Result<net::Response>> render_page(Call& call, ListPage page) {
  if (call.accepted.encoding == Encoding::kProtobuf) {
    PINTLE_CO_TRY(std::vector<Bytes> pieces, co_await protobuf_list(call, page));
    co_return with_body(call, std::move(pieces));
  }
  PINTLE_CO_TRY(std::unique_ptr<net::BodyStream> stream, json_list(call, std::move(page)));
  co_return co_await text_list(call, std::move(stream));
}

Task<Result<net::Response>> list(Call& call) {
  PINTLE_CO_TRY(const ListOptions options, read_list_options(call.query));
  PINTLE_CO_TRY(const ListScope scope, read_scope(call, options));
  PINTLE_CO_TRY(ListPage page, co_await read_page(call, options, scope));
  co_return co_await render_page(call, std::move(page));
}

}  // namespace pintle::api
