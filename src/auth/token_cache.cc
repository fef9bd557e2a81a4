#include "auth/token_cache.h"

#include <openssl/rand.h>

#include <algorithm>

#include "auth/openssl_handles.h"
#include "base/check.h"

namespace pintle::auth {
namespace {

constexpr size_t kShardEntriesMax = kTokensCachedMax / 32;

// Each text with its length before it, so that no two inputs run together into the same bytes.
class KeyedDigest {
 public:
  explicit KeyedDigest(std::span<const uint8_t> key) {
    // Found once: to look the algorithm up takes OpenSSL several times as long as to use it.
    static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    PINTLE_CHECK(EVP_DigestInit_ex2(context(), kSha256, nullptr) == 1);
    PINTLE_CHECK(EVP_DigestUpdate(context(), key.data(), key.size()) == 1);
  }
  void number(uint64_t value) { PINTLE_CHECK(EVP_DigestUpdate(context(), &value, sizeof value) == 1); }
  void text(std::string_view text) {
    number(text.size());
    PINTLE_CHECK(EVP_DigestUpdate(context(), text.data(), text.size()) == 1);
  }
  void finish(std::array<uint8_t, 32>& out) { PINTLE_CHECK(EVP_DigestFinal_ex(context(), out.data(), nullptr) == 1); }

 private:
  static EVP_MD_CTX* context() {
    static thread_local const DigestContextHandle kContext(EVP_MD_CTX_new());
    return kContext.get();
  }
};

int64_t seconds_of(const Clock& clock) { return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count(); }

}  // namespace

TokenCache::TokenCache(std::unique_ptr<AudienceTokenAuthenticator> tokens, const ClusterObjects& objects, const Clock& clock,
                       std::chrono::seconds age_max, TokenCacheMetrics* metrics)
    : tokens_(std::move(tokens)), objects_(objects), clock_(clock), age_max_seconds_(age_max.count()), metrics_(metrics) {
  PINTLE_CHECK(RAND_bytes(key_.data(), static_cast<int>(key_.size())) == 1);
}

TokenCache::Digest TokenCache::digest_of(std::string_view token, const Audiences* wanted) const {
  KeyedDigest digest(key_);
  digest.text(token);
  digest.number(wanted ? wanted->size() + 1 : 0);
  if (wanted)
    for (const std::string& audience : *wanted) digest.text(audience);
  Digest out;
  digest.finish(out);
  return out;
}

bool TokenCache::still_holds(const TokenAnswer& answer) const {
  return std::ranges::all_of(answer.relies_on, [this](const ObjectVersion& seen) {
    return objects_.revision(seen.kind, seen.namespace_, seen.name) == seen.revision;
  });
}

TokenAnswerRef TokenCache::find(const Digest& digest, int64_t now_seconds) const {
  Shard& shard = shard_of(digest);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(digest);
  if (found == shard.entries.end()) return nullptr;
  if (now_seconds <= found->second.valid_until_seconds) return found->second.answer;
  shard.entries.erase(found);
  return nullptr;
}

void TokenCache::keep(const Digest& digest, TokenAnswerRef answer, int64_t now_seconds) const {
  const int64_t valid_until = std::min(answer->valid_until_seconds, now_seconds + age_max_seconds_);
  Shard& shard = shard_of(digest);
  const std::lock_guard lock(shard.mutex);
  if (shard.entries.size() >= kShardEntriesMax)
    std::erase_if(shard.entries, [now_seconds](const auto& entry) { return entry.second.valid_until_seconds < now_seconds; });
  if (shard.entries.size() >= kShardEntriesMax) shard.entries.erase(shard.entries.begin());
  shard.entries.insert_or_assign(digest, Entry{std::move(answer), valid_until});
}

Task<Result<TokenAnswerRef>> TokenCache::authenticate(std::string_view token, const Audiences* wanted) const {
  const auto begin = clock_.steady();
  const Digest digest = digest_of(token, wanted);
  TokenAnswerRef known = find(digest, seconds_of(clock_));
  if (known && still_holds(*known)) {
    if (metrics_) metrics_->hit(clock_.steady() - begin);
    co_return known;
  }
  const TokenCacheMetrics::Fetch fetch(metrics_);
  Result<TokenAnswerRef> answer = co_await tokens_->authenticate(token, wanted);
  if (metrics_) metrics_->fetched(answer.has_value(), clock_.steady() - begin);
  if (answer && *answer) keep(digest, *answer, seconds_of(clock_));
  co_return answer;
}

}  // namespace pintle::auth
