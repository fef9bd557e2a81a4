// gzip of answers, by upstream's rules: only when the client lists gzip, and only from kGzipBytesMin on.
#include <zlib.h>

#include <algorithm>

#include "api/body.h"
#include "api/limits.h"
#include "base/check.h"

namespace pintle::api {
namespace {

// "gzip" as an element of its own; one with a quality is not recognised, as upstream has it.
bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const size_t comma = accept_encoding.find(',');
    std::string_view token = accept_encoding.substr(0, comma);
    accept_encoding = comma == std::string_view::npos ? std::string_view() : accept_encoding.substr(comma + 1);
    while (!token.empty() && token.front() == ' ') token.remove_prefix(1);
    while (!token.empty() && token.back() == ' ') token.remove_suffix(1);
    if (token == "gzip") return true;
  }
  return false;
}

// One gzip member, written piece by piece.
class Deflater {
 public:
  Deflater() {
    constexpr int kGzipWindowBits = 15 + 16;
    PINTLE_CHECK(deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, kGzipWindowBits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void write(std::string_view bytes, int flush, std::string& out) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    do {
      char buffer[16 * 1024];
      stream_.next_out = reinterpret_cast<Bytef*>(buffer);
      stream_.avail_out = sizeof buffer;
      deflate(&stream_, flush);
      out.append(buffer, sizeof buffer - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
};

class GzipStream final : public net::BodyStream {
 public:
  explicit GzipStream(std::unique_ptr<net::BodyStream> plain) : plain_(std::move(plain)) {}

  Task<std::vector<Bytes>> next() override {
    std::string out;
    while (out.empty() && !ended_) {
      const std::vector<Bytes> pieces = co_await plain_->next();
      ended_ = pieces.empty();
      for (const Bytes& piece : pieces) deflater_.write(piece, Z_NO_FLUSH, out);
      if (ended_) deflater_.write({}, Z_FINISH, out);
    }
    std::vector<Bytes> result;
    if (!out.empty()) result.push_back(Bytes::take(std::move(out)));
    co_return result;
  }
  void cancel() override { plain_->cancel(); }
  bool broken_off() const override { return plain_->broken_off(); }

 private:
  std::unique_ptr<net::BodyStream> plain_;
  Deflater deflater_;
  bool ended_ = false;
};

// Pieces that are there already, a few at a time.
class PiecesStream final : public net::BodyStream {
 public:
  explicit PiecesStream(std::vector<Bytes> pieces) : pieces_(std::move(pieces)) {}
  Task<std::vector<Bytes>> next() override {
    std::vector<Bytes> part;
    for (size_t room = kBodyChunkBytes; room > 0 && at_ < pieces_.size();) {
      Bytes& piece = pieces_[at_];
      const size_t bytes = std::min(room, piece.size());
      room -= bytes;
      part.push_back(piece.slice(0, bytes));
      piece = piece.slice(bytes, piece.size() - bytes);
      if (piece.empty()) ++at_;
    }
    co_return part;
  }
  void cancel() override {}

 private:
  std::vector<Bytes> pieces_;
  size_t at_ = 0;
};

size_t total_bytes(const std::vector<Bytes>& pieces) {
  size_t bytes = 0;
  for (const Bytes& piece : pieces) bytes += piece.size();
  return bytes;
}

Bytes gzip(const std::vector<Bytes>& pieces) {
  Deflater deflater;
  std::string out;
  for (const Bytes& piece : pieces) deflater.write(piece, Z_NO_FLUSH, out);
  deflater.write({}, Z_FINISH, out);
  return Bytes::take(std::move(out));
}

void mark(net::Headers& headers) {
  headers.set("content-encoding", "gzip");
  headers.add("vary", "Accept-Encoding");
}

}  // namespace

void compress(net::Response& response, const net::Headers& request_headers) {
  if (response.headers.has("content-encoding") || !takes_gzip(request_headers.get("accept-encoding"))) return;
  auto* whole = std::get_if<Bytes>(&response.body);
  auto* gathered = std::get_if<std::vector<Bytes>>(&response.body);
  const size_t bytes = whole ? whole->size() : gathered ? total_bytes(*gathered) : 0;
  if (bytes <= kGzipBytesMin) return;
  mark(response.headers);
  std::vector<Bytes> pieces = whole ? std::vector<Bytes>{*whole} : std::move(*gathered);
  if (bytes <= kGzipAtOnceBytesMax) {
    response.body = gzip(pieces);
  } else {
    response.body = std::make_unique<GzipStream>(std::make_unique<PiecesStream>(std::move(pieces)));
  }
}

std::unique_ptr<net::BodyStream> compress_stream(std::unique_ptr<net::BodyStream> plain, net::Response& response,
                                                 const net::Headers& request_headers) {
  if (!takes_gzip(request_headers.get("accept-encoding"))) return plain;
  mark(response.headers);
  return std::make_unique<GzipStream>(std::move(plain));
}

}  // namespace pintle::api
