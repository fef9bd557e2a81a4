// Follower: everything stored under a prefix, as it is now and as it changes.
//
//   PINTLE_TRY(auto follower, Follower::create(store, "/registry/roles/", sink));     // the sink has all that is there by then
//
// A commit's callback comes after its changes were put into the sink, so that whoever was told of a write is in what the sink holds.
// Ownership: the sink and the store outlive it; after its end no call is made any more.
// Thread: first the caller's, then one of the store; a sink with several followers guards itself.
// Errors: those of the first read; when the store ends the subscription later, that is logged and nothing follows any more.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "object/document.h"
#include "schema/type.h"
#include "store/store.h"

namespace pintle::access {

class ChangeSink {
 public:
  virtual ~ChangeSink() = default;
  // `name` is the rest of the key: "default/reader".
  virtual void put(std::string_view prefix, std::string_view name, const Bytes& stored) = 0;
  virtual void erase(std::string_view prefix, std::string_view name) = 0;
  // The calls since the last one belong together.
  virtual void publish() = 0;
};

class Follower {
 public:
  static Result<std::unique_ptr<Follower>> create(store::Store& store, std::string prefix, ChangeSink& sink);
  // What changes after the revision `after`, when the sink has all that was there by then.
  static Result<std::unique_ptr<Follower>> from(store::Store& store, std::string prefix, int64_t after, ChangeSink& sink);

 private:
  std::unique_ptr<store::Subscription> subscription_;
};

// The tree of a stored built-in object.
Result<object::Document> read_stored(const schema::Type& type, const Bytes& stored);

}  // namespace pintle::access
