// One block of PEM: "-----BEGIN CERTIFICATE-----" and what is in it. Only for sources that work with OpenSSL.
//
// Ownership: the block owns its bytes. Thread: one. A text without a block (left) gives one that is false.
#pragma once

#include <string_view>

#include "auth/openssl_handles.h"

namespace pintle::auth {

// The first PEM block of a text.
class PemBlock {
 public:
  explicit PemBlock(std::string_view pem) : PemBlock(bio_over(pem).get()) {}
  // The next one.
  explicit PemBlock(BIO* bio) {
    PEM_read_bio(bio, &type_, &header_, &bytes_, &size_);
    ERR_clear_error();
  }
  ~PemBlock() {
    OPENSSL_free(type_);
    OPENSSL_free(header_);
    OPENSSL_free(bytes_);
  }
  PemBlock(const PemBlock&) = delete;
  PemBlock& operator=(const PemBlock&) = delete;
  explicit operator bool() const { return type_ != nullptr; }
  bool has_headers() const { return header_ && *header_; }
  std::string_view type() const { return type_ ? std::string_view(type_) : std::string_view(); }
  const unsigned char* bytes() const { return bytes_; }
  long size() const { return size_; }

 private:
  char* type_ = nullptr;
  char* header_ = nullptr;
  unsigned char* bytes_ = nullptr;
  long size_ = 0;
};

}  // namespace pintle::auth
