#include "api/openapi/packed.h"

#include <zlib.h>

#include "base/check.h"

namespace pintle::api::openapi {
namespace {

constexpr int kGzipWindowBits = 15 + 16;
constexpr int kMemoryLevel = 8;

Bytef* bytes(std::string_view text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); }

}  // namespace

Packed::Packed(std::string_view plain) : plain_bytes_(plain.size()) {
  z_stream stream{};
  PINTLE_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = bytes(plain);
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = bytes(out);
  stream.avail_out = static_cast<uInt>(out.size());
  PINTLE_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  gzip_ = Bytes::copy(std::string_view(out).substr(0, stream.total_out));  // not the room that deflateBound asked for
  deflateEnd(&stream);
}

Bytes Packed::plain() const {
  std::string out(plain_bytes_, '\0');
  z_stream stream{};
  PINTLE_CHECK(inflateInit2(&stream, kGzipWindowBits) == Z_OK);
  stream.next_in = bytes(gzip_);
  stream.avail_in = static_cast<uInt>(gzip_.size());
  stream.next_out = bytes(out);
  stream.avail_out = static_cast<uInt>(out.size());
  PINTLE_CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  inflateEnd(&stream);
  return Bytes::take(std::move(out));
}

}  // namespace pintle::api::openapi
