// Trying again: which faults of a call are worth it, and how long to wait.
//
//   auto answer = co_await with_backoff(loop, {}, [&] { return endpoint.post_once(body); });
//
// Thread: the loop's. Errors: the last one.
// Source: k8s.io/apiserver/pkg/util/webhook webhook.go (DefaultShouldRetry, WithExponentialBackoff), apimachinery/pkg/util/wait Backoff.
#pragma once

#include <chrono>
#include <functional>

#include "base/bytes.h"
#include "base/loop.h"
#include "base/result.h"
#include "base/task.h"

namespace pintle::webhook {

struct Backoff {
  std::chrono::milliseconds first{500};
  double factor = 1.5;
  double jitter = 0.2;  // each wait is up to this part longer
  int attempts = 5;
  bool after_every_fault = false;  // not only after those that should_retry() is true for
};

// A broken connection, 429, 500, 504, or an answer that says when to come back. Not a timeout of our own, nor a server that is not there.
bool should_retry(const Status& fault);
// The wait after the `failed`th attempt (from 1); `random` is in [0, 1).
std::chrono::milliseconds wait_after(const Backoff& backoff, int failed, double random);
Task<Result<Bytes>> with_backoff(Loop& loop, Backoff backoff, std::function<Task<Result<Bytes>>()> call);

}  // namespace pintle::webhook
