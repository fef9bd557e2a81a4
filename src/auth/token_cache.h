// TokenCache: what was found out about a token, kept for a moment, so that a client that sends many requests is verified once.
//
//   TokenCache cache(std::make_unique<TokenUnion>(...), objects, clock);
//
// An answer is found by a hash of the token and of the audiences asked for: SHA-256 with a random key that never leaves the process; the
// token itself is not kept. An answer is used while it is no older than kTokenCacheSeconds (or what is asked for) and as long as it says
// itself: until a time, and while the objects that it relies on have not changed, so who deletes a Pod or an account ends its tokens at
// once. Refusals are not kept.
//
// Memory: at most kTokensCachedMax answers. Thread: any; a look takes one lock of a shard, for the time of a table lookup.
// Source: k8s.io/apiserver/pkg/authentication/token/cache (10 s, HMAC of the token; deletions are seen after that time there).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "auth/token_answer.h"
#include "auth/token_cache_metrics.h"
#include "base/clock.h"

namespace pintle::auth {

inline constexpr int64_t kTokenCacheSeconds = 10;
inline constexpr size_t kTokensCachedMax = 32 << 10;

class TokenCache final : public AudienceTokenAuthenticator {
 public:
  // `objects`, `clock` and `metrics` (null: none) outlive it.
  TokenCache(std::unique_ptr<AudienceTokenAuthenticator> tokens, const ClusterObjects& objects, const Clock& clock,
             std::chrono::seconds age_max = std::chrono::seconds(kTokenCacheSeconds), TokenCacheMetrics* metrics = nullptr);
  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override;

 private:
  using Digest = std::array<uint8_t, 32>;
  struct DigestHash {
    size_t operator()(const Digest& digest) const {
      size_t hash = 0;
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };
  struct Entry {
    TokenAnswerRef answer;
    int64_t valid_until_seconds = 0;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Digest, Entry, DigestHash> entries;
  };
  static constexpr size_t kShards = 32;

  Digest digest_of(std::string_view token, const Audiences* wanted) const;
  Shard& shard_of(const Digest& digest) const { return shards_[digest.back() % kShards]; }
  TokenAnswerRef find(const Digest& digest, int64_t now_seconds) const;
  void keep(const Digest& digest, TokenAnswerRef answer, int64_t now_seconds) const;
  bool still_holds(const TokenAnswer& answer) const;

  std::unique_ptr<AudienceTokenAuthenticator> tokens_;
  const ClusterObjects& objects_;
  const Clock& clock_;
  const int64_t age_max_seconds_;
  TokenCacheMetrics* metrics_;
  std::array<uint8_t, 32> key_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace pintle::auth
