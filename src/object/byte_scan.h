// Scanning of text sixteen bytes at a time, for the JSON codecs. Nothing outside [at, end) is read.
//
// Thread: pure functions, any thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pintle::object {

#if defined(__SSE2__)
// Sixteen, eight or four bytes; the rest of the register is zero.
inline __m128i load_sixteen(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }
inline __m128i load_eight(const char* at) { return _mm_loadu_si64(at); }
inline __m128i load_four(const char* at) { return _mm_loadu_si32(at); }

// The first byte of [at, end) that `mark` gives a byte of ones for, or `end`; at most fifteen bytes.
template <class Mark>
const char* find_marked_tail(const char* at, const char* end, Mark mark) {
  const auto first_of = [&](__m128i bytes, uint32_t wanted) { return static_cast<uint32_t>(_mm_movemask_epi8(mark(bytes))) & wanted; };
  if (end - at >= 8) {
    if (const uint32_t found = first_of(load_eight(at), 0xFF)) return at + std::countr_zero(found);
    const uint32_t found = first_of(load_eight(end - 8), 0xFF);
    return found ? end - 8 + std::countr_zero(found) : end;
  }
  if (end - at >= 4) {
    if (const uint32_t found = first_of(load_four(at), 0xF)) return at + std::countr_zero(found);
    const uint32_t found = first_of(load_four(end - 4), 0xF);
    return found ? end - 4 + std::countr_zero(found) : end;
  }
  for (; at < end; ++at) {
    if (first_of(_mm_cvtsi32_si128(static_cast<unsigned char>(*at)), 1)) return at;
  }
  return end;
}

template <class Mark>
const char* find_marked(const char* at, const char* end, Mark mark) {
  for (; end - at >= 16; at += 16) {
    if (const auto found = static_cast<uint32_t>(_mm_movemask_epi8(mark(load_sixteen(at))))) return at + std::countr_zero(found);
  }
  return find_marked_tail(at, end, mark);
}
#endif

// '"', '\\', controls and what is not ASCII: where a plain JSON string ends or needs care.
inline bool is_string_special(char c) { return c == '"' || c == '\\' || static_cast<signed char>(c) < 0x20; }

// The first special byte at or after `at`, or `end`.
inline const char* find_string_special(const char* at, const char* end) {
#if defined(__SSE2__)
  return find_marked(at, end, [](__m128i bytes) {
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return _mm_or_si128(marks, _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')));
  });
#else
  while (at < end && !is_string_special(*at)) ++at;
  return at;
#endif
}

// What Go's encoder does not copy into a string as it is: those above and '<', '>', '&'.
inline bool is_escaped(char c) { return is_string_special(c) || c == '<' || c == '>' || c == '&'; }

// Copies to `out` up to the first such byte and returns where that is, or `end`. Up to kCopyOverrun bytes behind what was copied are
// overwritten.
inline constexpr size_t kCopyOverrun = 16;
inline const char* copy_until_escaped(const char* at, const char* end, char* out) {
#if defined(__SSE2__)
  const auto mark = [](__m128i bytes) {
    const __m128i quotes = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    const __m128i json = _mm_or_si128(quotes, _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')));
    // '<' and '>' differ in one bit.
    const __m128i angles = _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
    return _mm_or_si128(json, _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('&')), angles));
  };
  for (; end - at >= 16; at += 16, out += 16) {
    const __m128i bytes = load_sixteen(at);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
    if (const auto found = static_cast<uint32_t>(_mm_movemask_epi8(mark(bytes)))) return at + std::countr_zero(found);
  }
  const auto rest = static_cast<size_t>(end - at);
  if (rest >= 8) {
    std::memcpy(out, at, 8);
    std::memcpy(out + rest - 8, end - 8, 8);
  } else if (rest >= 4) {
    std::memcpy(out, at, 4);
    std::memcpy(out + rest - 4, end - 4, 4);
  } else {
    for (size_t i = 0; i < rest; ++i) out[i] = at[i];
  }
  return find_marked_tail(at, end, mark);
#else
  while (at < end && !is_escaped(*at)) *out++ = *at++;
  return at;
#endif
}

// What compacting JSON text has to look at: blanks, controls, '<', '>', '&' and the lead byte of U+2028 and U+2029.
inline bool is_compacted(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '&' || c == '\xE2'; }

inline const char* find_compacted(const char* at, const char* end) {
#if defined(__SSE2__)
  const __m128i space = _mm_set1_epi8(' ');
  const __m128i ampersand = _mm_set1_epi8('&');
  const __m128i angle = _mm_set1_epi8('>');
  const __m128i bit = _mm_set1_epi8(2);
  const __m128i lead = _mm_set1_epi8('\xE2');
  for (; end - at >= 16; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i blank = _mm_cmpeq_epi8(_mm_min_epu8(bytes, space), bytes);
    __m128i html = _mm_or_si128(_mm_cmpeq_epi8(bytes, ampersand), _mm_cmpeq_epi8(_mm_or_si128(bytes, bit), angle));
    __m128i found = _mm_or_si128(_mm_or_si128(blank, html), _mm_cmpeq_epi8(bytes, lead));
    if (auto mask = static_cast<uint32_t>(_mm_movemask_epi8(found))) return at + std::countr_zero(mask);
  }
#endif
  while (at < end && !is_compacted(*at)) ++at;
  return at;
}

}  // namespace pintle::object
