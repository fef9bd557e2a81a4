// Store: an ordered, revisioned key-value store, what etcd v3 gives Kubernetes and no more.
//
// Every committed transaction takes the next revision (int64, starts at 1 for the first commit, never reused, never goes back).
// Keys are Kubernetes' own ("/registry/pods/default/web"), values opaque bytes (the storage encoding; resourceVersion is not in them).
//
//   store.commit({.operations = {Operation::put(key, value, Expect::absent())}}, [](Result<CommitResult> r) { ... });
//
// Thread: every function may be called on any thread. Callbacks run on a thread of the store; they must be quick and must not call
// back into the store and wait.
// Errors: a failed expectation is not an error (CommitResult::applied false). A Status is the world's fault: disk, peer, shutdown.
// Implementations: store/memory_store.h (tests), store/embedded/ (RocksDB), later store/etcd/. One suite runs on all: store_suite.h.
// Source: etcd v3 API (KV.Txn, Watch), k8s.io/apiserver/pkg/storage/etcd3.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace pintle::store {

struct KeyValue {
  std::string key;
  Bytes value;
  int64_t create_revision = 0;
  int64_t mod_revision = 0;  // what Kubernetes calls resourceVersion
};

// What must hold of a key for its operation, and with it the whole transaction, to be applied.
struct Expect {
  enum class Kind : uint8_t { kAny, kAbsent, kRevision };
  Kind kind = Kind::kAny;
  int64_t mod_revision = 0;
  static Expect any() { return {}; }
  static Expect absent() { return {.kind = Kind::kAbsent}; }
  static Expect revision(int64_t revision) { return {.kind = Kind::kRevision, .mod_revision = revision}; }
};

struct Operation {
  enum class Kind : uint8_t { kPut, kDelete, kCheck };
  Kind kind = Kind::kPut;
  std::string key;
  Bytes value;
  Expect expect;
  int64_t ttl_seconds = 0;  // kPut: > 0 deletes the key about so many seconds after this put, as an ordinary revision
  static Operation put(std::string key, Bytes value, Expect expect, int64_t ttl_seconds = 0);
  static Operation erase(std::string key, Expect expect);
  static Operation check(std::string key, Expect expect);  // writes nothing
};

struct Transaction {
  std::vector<Operation> operations;  // distinct keys; at most kTransactionOperationsMax
};
inline constexpr size_t kTransactionOperationsMax = 128;  // etcd's default --max-txn-ops

struct CommitResult {
  bool applied = false;
  int64_t revision = 0;  // applied: of this transaction; else: of the state that was checked
  // Not applied: for each operation, the key's state then (nullopt: absent), so that a caller retries without another read.
  std::vector<std::optional<KeyValue>> current;
};
using CommitCallback = std::move_only_function<void(Result<CommitResult>)>;

struct ListOptions {
  std::string prefix;
  std::string start_key;  // first key to return, "" = prefix
  int64_t revision = 0;   // 0 = latest
  size_t limit = 0;       // 0 = all
};
struct Listing {
  std::vector<KeyValue> items;  // ascending by key
  int64_t revision = 0;         // the state that was read
  bool more = false;
};

// One change. An event of a delete has an empty kv.value and kv.mod_revision = the deleting revision.
struct Event {
  enum class Kind : uint8_t { kPut, kDelete };
  Kind kind = Kind::kPut;
  KeyValue kv;
  std::optional<KeyValue> previous;  // when there was one
  bool expired = false;              // deleted by its TTL
};

// All events of consecutive revisions up to `revision`, in order. Never splits a transaction.
struct EventBatch {
  std::vector<Event> events;
  int64_t revision = 0;
};

class Subscription {
 public:
  virtual ~Subscription() = default;  // after return no callback runs any more
};
// Runs in revision order, one at a time. A commit's callback runs only after every subscriber has seen its batch.
// An error ends the subscription (410 Expired: the start was compacted).
using SubscribeCallback = std::function<void(Result<EventBatch>)>;

class Store {
 public:
  virtual ~Store() = default;

  // Durable when the callback says applied (unless the user asked for less). Called back exactly once, also at shutdown.
  virtual void commit(Transaction transaction, CommitCallback done) = 0;
  virtual Result<std::optional<KeyValue>> get(std::string_view key) const = 0;
  // Errors: 410 Expired below the compacted revision; 504-like "too large" above the current one.
  virtual Result<Listing> list(const ListOptions& options) const = 0;
  // Every change of keys under `prefix` with a revision > `after`.
  virtual Result<std::unique_ptr<Subscription>> subscribe(std::string prefix, int64_t after, SubscribeCallback callback) = 0;
  virtual int64_t revision() const = 0;
  virtual int64_t compacted_revision() const = 0;
  // History below `revision` may be dropped; the latest state of every key stays. Returns at once; never stalls writers.
  virtual Result<void> compact(int64_t revision) = 0;
  // Finishes what is queued, then refuses commits. Idempotent.
  virtual void stop() = 0;
};

}  // namespace pintle::store
