// Store: an ordered, revisioned key-value store, what etcd v3 gives Kubernetes and no more.
//
// Every committed transaction that changes something takes the next revision (int64, starts at 1 for the first commit, never reused,
// never goes back; a damaged or unsynced end of the data may leave a gap). One that changes nothing, such as a lone check or an erase of
// an absent key, takes none. Keys are Kubernetes' own ("/registry/pods/default/web"), values opaque bytes (the storage encoding;
// resourceVersion is not in them).
//
//   store.commit({.operations = {Operation::put(key, value, Expect::absent())}}, [](Result<CommitResult> r) { ... });
//
// Thread: every function may be called on any thread. Callbacks run on a thread of the store; they must be quick and must not call
// back into the store and wait, nor add or end a subscription. Two exceptions: a commit that is refused at once (stopped, queue full) is
// called back on the caller's thread, and so are the past events of a new subscription.
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
  // `current`: the key's mod_revision, 0 when it is absent.
  bool met_by(int64_t current) const;
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

// Distinct keys without a NUL byte, of 1 to kKeyBytesMax bytes; at most kTransactionOperationsMax operations. Anything else is our fault.
struct Transaction {
  std::vector<Operation> operations;
};
inline constexpr size_t kTransactionOperationsMax = 128;  // etcd's default --max-txn-ops
inline constexpr size_t kKeyBytesMax = 4096;

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
  int64_t previous_revision = 0;  // the mod_revision that this change replaced, 0 when the key was absent
  bool expired = false;           // deleted by its TTL
};

// All matching events of consecutive revisions up to `revision`, in order. Never splits a transaction, never empty.
struct EventBatch {
  std::vector<Event> events;
  int64_t revision = 0;
};

class Subscription {
 public:
  virtual ~Subscription() = default;  // after return no callback runs any more
};
// Runs in revision order, one at a time. A commit's callback runs only after every subscriber has seen its batch.
// An error ends the subscription (a remote store lost its place).
using SubscribeCallback = std::function<void(Result<EventBatch>)>;

class Store {
 public:
  virtual ~Store() = default;

  // Durable when the callback says applied (unless the user asked for less). Called back exactly once, also at shutdown.
  // Errors: 429 queue full, 503 stopped or the disk refuses, each with retry advice. After an error of the disk the outcome is open, as
  // after a timeout: the change may turn out to be stored.
  virtual void commit(Transaction transaction, CommitCallback done) = 0;
  // The latest state, which holds every commit that was called back.
  virtual Result<std::optional<KeyValue>> get(std::string_view key) const = 0;
  // Errors: 410 Expired below the compacted revision; 504-like "too large" above the current one.
  virtual Result<Listing> list(const ListOptions& options) const = 0;
  // Every change of keys under `prefix` with a revision > `after`. What is past already is delivered on the calling thread, before this
  // returns; what follows, on a thread of the store. Errors: 410 Expired when `after` < compacted_revision().
  virtual Result<std::unique_ptr<Subscription>> subscribe(std::string prefix, int64_t after, SubscribeCallback callback) = 0;
  // The newest revision that every subscription has been called with (when it matched): who has its subscription's events up to here
  // has the latest state. get() and list() may already see newer ones.
  virtual int64_t revision() const = 0;
  virtual int64_t compacted_revision() const = 0;
  // History below `revision` may be dropped: list() at less and subscribe() after less are refused from now on. The latest state of
  // every key stays. Returns at once; never stalls writers. Nothing happens when that is compacted already.
  // Errors: 504-like "too large" above the current revision.
  virtual Result<void> compact(int64_t revision) = 0;
  // Finishes what is queued, then refuses commits. Idempotent.
  virtual void stop() = 0;
};

}  // namespace pintle::store
