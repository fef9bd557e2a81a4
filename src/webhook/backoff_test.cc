// Proves which faults are tried again, how often, and that the waits grow as upstream's do.
#include "webhook/backoff.h"

#include <gtest/gtest.h>

#include "base/test_loop.h"
#include "net/client_fault.h"

namespace pintle::webhook {
namespace {

using net::client_fault;
using net::ClientFault;

struct Case {
  const char* name;
  Status fault;
  bool again;
};

TEST(BackoffTest, WhatIsTriedAgain) {
  const Case cases[] = {
      {"reset", client_fault(ClientFault::kReset, "connection reset by peer"), true},
      {"nobody listens", client_fault(ClientFault::kDial, "connection refused"), false},
      {"own timeout", client_fault(ClientFault::kTimeout, "context deadline exceeded"), false},
      {"unknown authority", client_fault(ClientFault::kTls, "x509"), false},
      {"500", Status::internal("x"), true},
      {"500 without a reason", Status::unknown("x"), true},
      {"504", Status::timeout("x", 0), true},
      {"429", Status::too_many_requests("x", 0), true},
      {"503", Status::service_unavailable("x"), false},
      {"401", Status::unauthorized(), false},
      {"400", Status::bad_request("x"), false},
  };
  for (const Case& c : cases) EXPECT_EQ(should_retry(c.fault), c.again) << c.name;
  Status says_when = Status::service_unavailable("x");
  says_when.body().details.retry_after_seconds = 1;
  EXPECT_TRUE(should_retry(says_when));
}

TEST(BackoffTest, WaitsGrow) {
  using std::chrono::milliseconds;
  EXPECT_EQ(wait_after({}, 1, 0), milliseconds(500));
  EXPECT_EQ(wait_after({}, 2, 0), milliseconds(750));
  EXPECT_EQ(wait_after({}, 4, 0), milliseconds(1687));
  EXPECT_EQ(wait_after({}, 1, 0.5), milliseconds(550));
}

// Runs calls that fail `faults` times with a 500; returns how many there were.
int attempts_made(int faults) {
  TestLoop loop;
  int made = 0;
  bool ended = false;
  spawn([](TestLoop& loop, int& made, int faults, bool& ended) -> Task<void> {
    auto answer = co_await with_backoff(loop, {}, [&made, faults] {
      return [](int number, int faults) -> Task<Result<Bytes>> {
        if (number <= faults) co_return fail(Status::internal("x"));
        co_return Bytes::constant("ok");
      }(++made, faults);
    });
    EXPECT_EQ(answer.has_value(), faults < 5);
    ended = true;
  }(loop, made, faults, ended));
  while (!ended) loop.advance(std::chrono::seconds(5));
  return made;
}

TEST(BackoffTest, FiveAttempts) {
  EXPECT_EQ(attempts_made(0), 1);
  EXPECT_EQ(attempts_made(2), 3);
  EXPECT_EQ(attempts_made(100), 5);
}

}  // namespace
}  // namespace pintle::webhook
