// What a damaged disk may hand the embedded store: any bytes are decoded or refused, and what is decoded is encoded to the same.
#include <cstdlib>
#include <string>
#include <string_view>

#include "store/embedded/records.h"
#include "store/embedded/wal_audit.h"

using namespace pintle::store::embedded;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (auto key = parse_object_key(bytes)) {
    require(object_key(key->key, key->revision) == bytes);
    require(bytes.starts_with(object_space(key->key)));
  }
  if (auto revision = parse_revision_key(bytes)) require(revision_key(*revision) == bytes);
  if (auto expiry = parse_expiry_key(bytes)) require(expiry_key(*expiry) == bytes);
  if (auto record = parse_record(bytes)) {
    std::string again;
    encode_record(*record, again);
    auto same = parse_record(again);
    require(same && same->value == record->value && same->create_revision == record->create_revision);
  }
  if (auto changes = parse_changes(bytes)) {
    std::string again;
    for (const Change& change : *changes) encode_change(change, again);
    auto same = parse_changes(again);
    require(same && same->size() == changes->size());
  }
  const size_t damage = audit_wal(bytes);
  require(damage == std::string_view::npos || damage < size);
  return 0;
}
