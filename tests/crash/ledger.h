// Ledger: what is known of one data folder through all its crashes. After each it proves:
//  - every acknowledged transaction is there, at the revision that was acknowledged;
//  - no transaction is there in part: each revision holds exactly what one transaction changes in the state before it;
//  - revisions have no gap, none is used twice, and what was there after an earlier crash is there unchanged;
//  - the state that is listed is the one that the events lead to.
// What does not hold ends the program with a message.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/store.h"
#include "workload.h"

namespace pintle::crash {

[[noreturn]] void fail(const std::string& what);

class Ledger {
 public:
  // `acknowledged`: since the last check. The store still has all history since then.
  void check(store::Store& store, const std::vector<Acknowledgement>& acknowledged);
  size_t revisions() const { return history_.size(); }

 private:
  void check_old(store::Store& store) const;
  void append(store::Store& store);
  void apply(const Name& name, const std::vector<store::Event>& events);
  void check_acknowledged(const std::vector<Acknowledgement>& acknowledged) const;
  void check_state(store::Store& store) const;

  std::map<int64_t, Name> history_;
  std::map<std::string, store::KeyValue> state_;
  int64_t newest_ = 0;
};

}  // namespace pintle::crash
