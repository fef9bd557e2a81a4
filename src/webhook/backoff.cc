#include "webhook/backoff.h"

#include <cmath>
#include <random>

#include "net/client_fault.h"

namespace pintle::webhook {
namespace {

double random_part() {
  thread_local std::minstd_rand source{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(source);
}

}  // namespace

bool should_retry(const Status& fault) {
  if (const net::ClientFault kind = net::fault_of(fault); kind != net::ClientFault::kNone) return kind == net::ClientFault::kReset;
  const std::string& reason = fault.reason();
  if (reason == "InternalError" || reason == "Timeout" || reason == "TooManyRequests" || reason == "ServerTimeout") return true;
  if (reason.empty() && (fault.code() == 500 || fault.code() == 504 || fault.code() == 429)) return true;
  return fault.details().retry_after_seconds > 0;
}

std::chrono::milliseconds wait_after(const Backoff& backoff, int failed, double random) {
  const double wait = static_cast<double>(backoff.first.count()) * std::pow(backoff.factor, failed - 1) * (1 + backoff.jitter * random);
  return std::chrono::milliseconds(static_cast<int64_t>(wait));
}

Task<Result<Bytes>> with_backoff(Loop& loop, Backoff backoff, std::function<Task<Result<Bytes>>()> call) {
  for (int attempt = 1;; ++attempt) {
    Result<Bytes> answer = co_await call();
    if (answer || attempt >= backoff.attempts) co_return answer;
    if (!backoff.after_every_fault && !should_retry(answer.error())) co_return answer;
    co_await sleep_for(loop, wait_after(backoff, attempt, random_part()));
  }
}

}  // namespace pintle::webhook
