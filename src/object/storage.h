// Storage bytes: what can be read and changed in a stored object without decoding it.
//
//   PINTLE_TRY(Bytes canonical, with_resource_version(stored, "42"));
//   PINTLE_TRY(Metadata metadata, scan_metadata(canonical));
//
// A stored object is `k8s\0` and a runtime.Unknown (built-in kinds) or a JSON object (custom resources). Both forms are read by every
// function here, but split_envelope.
// Thread: pure functions, any thread. Errors: internal, when the bytes are damaged. Views point into the given bytes.
// Source: apimachinery/pkg/runtime/types.proto (Unknown), apiserver/pkg/storage/etcd3 (where resourceVersion is never stored).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace pintle::object {

class Arena;

// True for bytes that begin with k8s\0.
bool has_protobuf_magic(std::string_view bytes);

struct Envelope {
  std::string_view api_version;
  std::string_view kind;
  std::string_view message;
  std::string_view content_encoding;
  std::string_view content_type;
};
// bad_request with upstream's message when the magic is missing or the envelope malformed.
Result<Envelope> split_envelope(std::string_view bytes);

// The object with metadata.resourceVersion set (replaced when it is there already). `resource_version` is of digits. One allocation, one
// copy.
Result<Bytes> with_resource_version(const Bytes& stored, std::string_view resource_version);

// The ObjectMeta message in the message of a built-in object; "" when there is none.
Result<std::string_view> find_metadata(std::string_view message);

struct Metadata {
  std::string_view name;
  std::string_view namespace_name;
  std::string_view uid;
  std::string_view resource_version;
  int64_t generation = 0;
  bool has_deletion_timestamp = false;
  std::vector<std::pair<std::string_view, std::string_view>> labels;  // in the order stored
  // Holds what JSON strings with escapes stand for; shared, so that a copied Metadata stays whole.
  std::shared_ptr<Arena> unescaped;
};
Result<Metadata> scan_metadata(std::string_view stored);

}  // namespace pintle::object
