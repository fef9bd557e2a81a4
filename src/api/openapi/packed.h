// Packed: a document that is kept compressed and mostly sent so (gzip, RFC 1952). OpenAPI documents shrink to a tenth.
// Ownership: its own bytes, shared by copies. Immutable; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace pintle::api::openapi {

class Packed {
 public:
  Packed() = default;
  explicit Packed(std::string_view plain);
  bool empty() const { return plain_bytes_ == 0; }
  const Bytes& gzip() const { return gzip_; }
  // Unpacked on each call.
  Bytes plain() const;

 private:
  Bytes gzip_;
  size_t plain_bytes_ = 0;
};

}  // namespace pintle::api::openapi
