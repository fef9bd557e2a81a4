// Companions: what has to be stored together with an object, in one transaction with it: the addresses and ports of a Service.
//
//   class ServiceCompanions final : public CompanionWriter { ... };
//   registry->accompany("", "v1", "services", std::make_unique<ServiceCompanions>(...));     // main, before anything is served
//
// A write of such a kind runs, for each attempt: begin_create or begin_update (after admission, before the kind's prepare hooks and
// validation; may change the object), the rules, then one transaction of the object's own operation and operations(). All of it is
// stored or nothing, so nothing is ever left over. When a companion's expectation fails, lost() says how to go on: with new operations
// for the same object, or from the beginning. A removal asks begin_remove in the same way. Writes through subresources have no
// companions unless they remove the object.
// A dry run begins as well, so that it is answered alike, but commits nothing.
//
// Ownership: the Resource owns its CompanionWriter; a write owns its Companions and destroys them at its end, committed or not.
// Thread: a CompanionWriter is called on any loop; Companions on their request's.
// Source: apiserver/pkg/registry/generic/registry/store.go (BeginCreate, BeginUpdate, AfterDelete), which undoes by hand instead.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "api/lifecycle.h"
#include "base/result.h"
#include "base/task.h"
#include "object/document.h"
#include "store/store.h"

namespace pintle::api {

class Companions {
 public:
  enum class Next : uint8_t {
    kCommitAgain,  // operations() fits what was found
    kBeginAgain,   // what begin chose is gone: the whole write starts over
  };

  virtual ~Companions() = default;
  // What to commit beside the object's own operation; distinct keys. Asked for again before each commit, and right before it: it may wait
  // for its turn with what is written by many, and keep that turn until the Companions are destroyed.
  virtual Task<Result<std::vector<store::Operation>>> operations() = 0;
  // One of these did not meet its expectation, the object's own did. `current`: the keys' states, in the order of operations().
  virtual Result<Next> lost(std::span<const std::optional<store::KeyValue>> current) = 0;
};

// Null when a write has none.
using CompanionsPtr = std::unique_ptr<Companions>;

class CompanionWriter {
 public:
  virtual ~CompanionWriter() = default;
  // `document` is the new object: named, in its namespace, not yet prepared nor validated.
  virtual Task<Result<CompanionsPtr>> begin_create(const Write& write, object::Document& document) = 0;
  virtual Task<Result<CompanionsPtr>> begin_update(const Write& write, object::Document& document, const object::Value& old) = 0;
  virtual Task<Result<CompanionsPtr>> begin_remove(const Write& write, const object::Value& old) = 0;
};

// How often one write is tried anew because of its companions. Each time another write has gone through.
inline constexpr int kCompanionAttemptsMax = 256;

}  // namespace pintle::api
