// Scanning of text sixteen bytes at a time, for the JSON codecs. Nothing outside [at, end) is read.
//
// Thread: pure functions, any thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pintle::object {

// '"', '\\', controls and what is not ASCII: where a plain JSON string ends or needs care.
inline bool is_string_special(char c) { return c == '"' || c == '\\' || static_cast<signed char>(c) < 0x20; }

// The first special byte at or after `at`, or `end`.
inline const char* find_string_special(const char* at, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i space = _mm_set1_epi8(' ');
  for (; end - at >= 16; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i found =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)), _mm_cmplt_epi8(bytes, space));
    if (auto mask = static_cast<uint32_t>(_mm_movemask_epi8(found))) return at + std::countr_zero(mask);
  }
#endif
  while (at < end && !is_string_special(*at)) ++at;
  return at;
}

// What Go's encoder does not copy into a string as it is: those above and '<', '>', '&'.
inline bool is_escaped(char c) { return is_string_special(c) || c == '<' || c == '>' || c == '&'; }

// Copies to `out` up to the first such byte and returns where that is, or `end`. Up to kCopyOverrun bytes behind what was copied are
// overwritten.
inline constexpr size_t kCopyOverrun = 16;
inline const char* copy_until_escaped(const char* at, const char* end, char* out) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i space = _mm_set1_epi8(' ');
  const __m128i ampersand = _mm_set1_epi8('&');
  const __m128i angle = _mm_set1_epi8('>');  // '<' and '>' differ in one bit
  const __m128i bit = _mm_set1_epi8(2);
  for (; end - at >= 16; at += 16, out += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i json = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)), _mm_cmplt_epi8(bytes, space));
    __m128i html = _mm_or_si128(_mm_cmpeq_epi8(bytes, ampersand), _mm_cmpeq_epi8(_mm_or_si128(bytes, bit), angle));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
    if (auto mask = static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(json, html)))) return at + std::countr_zero(mask);
  }
#endif
  while (at < end && !is_escaped(*at)) *out++ = *at++;
  return at;
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
