// Continue tokens: where the next page of a list begins, and at which revision; opaque to clients.
//
//   base64url of {"v":"meta.k8s.io/v1","rv":42,"start":"default/web\u0000"}     rv -1: at the newest revision, inconsistently
//
// Errors: 400 with upstream's words.
// Source: apiserver/pkg/storage/continue.go; docs/formats/continue_token.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle::api {

struct ContinueToken {
  std::string start_key;  // whole storage key
  int64_t revision = 0;
};
std::string encode_continue(const ContinueToken& token, std::string_view key_prefix);
Result<ContinueToken> decode_continue(std::string_view text, std::string_view key_prefix);

}  // namespace pintle::api
