#include "ledger.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace pintle::crash {

using store::Event;
using store::KeyValue;
using store::Operation;

namespace {

using Revisions = std::map<int64_t, std::vector<Event>>;

Revisions events_after(store::Store& store, int64_t after) {
  Revisions revisions;
  auto subscription = store.subscribe("", after, [&](Result<store::EventBatch> batch) {
    for (Event& event : batch->events) revisions[event.kv.mod_revision].push_back(std::move(event));
  });
  if (!subscription) fail(subscription.error().message());
  return revisions;
}

Name author(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.kind != Event::Kind::kPut) continue;
    if (auto name = name_in(event.kv.value)) return *name;
    fail("a value that nobody wrote");
  }
  fail("a revision without a put");
}

bool same(const KeyValue& a, const KeyValue& b) {
  return a.mod_revision == b.mod_revision && a.create_revision == b.create_revision && a.value.view() == b.value.view();
}

}  // namespace

void fail(const std::string& what) {
  std::fprintf(stderr, "FAILED: %s\n", what.c_str());
  std::exit(1);
}

void Ledger::check(store::Store& store, const std::vector<Acknowledgement>& acknowledged) {
  if (store.revision() < newest_) {
    fail("the revision went back from " + std::to_string(newest_) + " to " + std::to_string(store.revision()));
  }
  check_old(store);
  append(store);
  check_acknowledged(acknowledged);
  check_state(store);
}

// What an earlier check saw and the store still holds.
void Ledger::check_old(store::Store& store) const {
  for (const auto& [revision, events] : events_after(store, store.compacted_revision())) {
    auto known = history_.find(revision);
    if (known != history_.end() && known->second != author(events)) fail("revision " + std::to_string(revision) + " was used twice");
  }
}

void Ledger::append(store::Store& store) {
  for (const auto& [revision, events] : events_after(store, newest_)) {
    if (revision != newest_ + 1) fail("there is no revision " + std::to_string(newest_ + 1));
    apply(author(events), events);
    history_[revision] = author(events);
    newest_ = revision;
  }
  if (newest_ != store.revision()) fail("the newest revision has no events");
}

// The events of one revision against the transaction that made it and the state before it.
void Ledger::apply(const Name& name, const std::vector<Event>& events) {
  size_t at = 0;
  for (const Operation& operation : transaction_of(name).operations) {
    auto before = state_.find(operation.key);
    const bool put = operation.kind == Operation::Kind::kPut;
    if (!put && before == state_.end()) continue;  // an erase of what is absent
    if (at == events.size()) fail("a part of " + text(name) + " is missing");
    const Event& event = events[at++];
    const int64_t previous = before == state_.end() ? 0 : before->second.mod_revision;
    if (event.kv.key != operation.key || event.previous_revision != previous || (event.kind == Event::Kind::kPut) != put) {
      fail("an event of " + text(name) + " does not fit");
    }
    if (event.kv.value.view() != operation.value.view()) fail("a value of " + text(name) + " is not what was put");
    if (put) {
      state_[operation.key] = event.kv;
    } else {
      state_.erase(before);
    }
  }
  if (at != events.size()) fail("a revision holds more than " + text(name));
}

void Ledger::check_acknowledged(const std::vector<Acknowledgement>& acknowledged) const {
  for (const Acknowledgement& said : acknowledged) {
    auto found = history_.find(said.revision);
    if (found == history_.end()) fail("revision " + std::to_string(said.revision) + ", acknowledged to " + text(said.name) + ", is gone");
    if (found->second != said.name) fail("revision " + std::to_string(said.revision) + " is not of " + text(said.name));
  }
}

void Ledger::check_state(store::Store& store) const {
  auto listing = store.list({});
  if (!listing) fail(listing.error().message());
  if (listing->items.size() != state_.size()) fail("the list has other objects than the events lead to");
  for (const KeyValue& kv : listing->items) {
    auto wanted = state_.find(kv.key);
    if (wanted == state_.end() || !same(wanted->second, kv)) fail("the object " + kv.key + " is not what the events lead to");
  }
}

}  // namespace pintle::crash
