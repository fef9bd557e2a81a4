// The keys and values of the database: what each means and how it is written. Described in docs/formats/store.md.
//
//   'm' name                            -> fixed64              compacted, ceiling
//   'o' key NUL ~revision               -> Record               each version of each object, newest first
//   'r' revision                        -> Change*              what each revision changed
//   'x' expiry revision key             -> ""                   what was put with a TTL
//
// Numbers in keys are big-endian, so that they sort; ~ is the complement. Decoders take any bytes and return nothing for bad ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/expiry.h"

namespace pintle::store::embedded {

inline constexpr std::string_view kCompactedKey = "mcompacted";  // history below is gone; no revision is below it either
inline constexpr std::string_view kCeilingKey = "mceiling";      // unsynced commits may have had revisions up to here

std::string encode_number(int64_t number);
std::optional<int64_t> decode_number(std::string_view bytes);

inline constexpr std::string_view kObjectSpace = "o";
struct ObjectKey {
  std::string_view key;
  int64_t revision = 0;
};
std::string object_space(std::string_view key);  // what every version of the key starts with
std::string object_key(std::string_view key, int64_t revision);
std::optional<ObjectKey> parse_object_key(std::string_view bytes);
// The length of what is equal in all versions of a key; 0 when `bytes` is no version of an object.
size_t object_space_size(std::string_view bytes);

struct Record {
  bool deleted = false;
  int64_t create_revision = 0;
  std::string_view value;
};
void encode_record(const Record& record, std::string& out);
std::optional<Record> parse_record(std::string_view bytes);

inline constexpr std::string_view kRevisionSpace = "r";
std::string revision_key(int64_t revision);
std::optional<int64_t> parse_revision_key(std::string_view bytes);

struct Change {
  bool deleted = false;
  bool expired = false;
  int64_t previous_revision = 0;
  std::string_view key;
};
void encode_change(const Change& change, std::string& out);
std::optional<std::vector<Change>> parse_changes(std::string_view bytes);

inline constexpr std::string_view kExpirySpace = "x";
struct ExpiryKey {
  UnixMs expiry = 0;
  int64_t revision = 0;
  std::string_view key;
};
std::string expiry_key(const ExpiryKey& expiry);
std::optional<ExpiryKey> parse_expiry_key(std::string_view bytes);

}  // namespace pintle::store::embedded
