#include "base/siphash.h"

#include <bit>
#include <cstring>
#include <random>

namespace pintle {
namespace {

struct State {
  uint64_t a, b, c, d;

  void rounds(int count) {
    for (; count > 0; --count) {
      a += b;
      b = std::rotl(b, 13) ^ a;
      a = std::rotl(a, 32);
      c += d;
      d = std::rotl(d, 16) ^ c;
      a += d;
      d = std::rotl(d, 21) ^ a;
      c += b;
      b = std::rotl(b, 17) ^ c;
      c = std::rotl(c, 32);
    }
  }
  void absorb(uint64_t word) {
    d ^= word;
    rounds(2);
    a ^= word;
  }
  uint64_t result() {
    rounds(4);
    return a ^ b ^ c ^ d;
  }
};

static_assert(std::endian::native == std::endian::little);
uint64_t load(const char* bytes, size_t count) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, count);
  return word;
}

}  // namespace

SipHashKey SipHashKey::random() {
  std::random_device device;
  auto word = [&device] { return uint64_t{device()} << 32 | device(); };
  return {.first = word(), .second = word()};
}

Hash128 siphash(SipHashKey key, std::string_view text) {
  State state{key.first ^ 0x736f6d6570736575, key.second ^ 0x646f72616e646f6d ^ 0xee, key.first ^ 0x6c7967656e657261,
              key.second ^ 0x7465646279746573};
  const char* at = text.data();
  size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) state.absorb(load(at, 8));
  state.absorb(load(at, left) | uint64_t{text.size()} << 56);
  state.c ^= 0xee;
  Hash128 hash{.first = state.result()};
  state.b ^= 0xdd;
  hash.second = state.result();
  return hash;
}

}  // namespace pintle
