#include "store/store.h"

namespace pintle::store {

bool Expect::met_by(int64_t current) const {
  switch (kind) {
    case Kind::kAny:
      return true;
    case Kind::kAbsent:
      return current == 0;
    case Kind::kRevision:
      return current != 0 && current == mod_revision;
  }
  return false;
}

Operation Operation::put(std::string key, Bytes value, Expect expect, int64_t ttl_seconds) {
  return {.kind = Kind::kPut, .key = std::move(key), .value = std::move(value), .expect = expect, .ttl_seconds = ttl_seconds};
}

Operation Operation::erase(std::string key, Expect expect) { return {.kind = Kind::kDelete, .key = std::move(key), .expect = expect}; }

Operation Operation::check(std::string key, Expect expect) { return {.kind = Kind::kCheck, .key = std::move(key), .expect = expect}; }

}  // namespace pintle::store
