// Record: the value of a key in RocksDB: three little-endian 64-bit numbers (mod revision, create revision, expiry in Unix ms or 0), then
// the value's bytes. docs/formats/store.md.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "store/expiry.h"
#include "store/store.h"

namespace pintle::store {

struct Record {
  KeyValue kv;
  UnixMs expires = 0;
};
inline constexpr size_t kRecordHeaderBytes = 24;

inline std::string encode_record(const Record& record) {
  std::string out(kRecordHeaderBytes, '\0');
  const int64_t numbers[3] = {record.kv.mod_revision, record.kv.create_revision, record.expires};
  std::memcpy(out.data(), numbers, sizeof numbers);
  out.append(record.kv.value.view());
  return out;
}

// False when the bytes are too short to be one.
inline bool decode_record(std::string_view key, std::string_view bytes, Record& record) {
  if (bytes.size() < kRecordHeaderBytes) return false;
  int64_t numbers[3];
  std::memcpy(numbers, bytes.data(), sizeof numbers);
  record.kv.key = key;
  record.kv.mod_revision = numbers[0];
  record.kv.create_revision = numbers[1];
  record.expires = numbers[2];
  record.kv.value = Bytes::copy(bytes.substr(kRecordHeaderBytes));
  return true;
}

}  // namespace pintle::store
