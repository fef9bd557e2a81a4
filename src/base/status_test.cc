// Proves that each Status carries upstream's message, reason, code and details.
#include "base/status.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace pintle {
namespace {

TEST(Status, MessagesAreUpstreams) {
  struct Case {
    Status status;
    int code;
    std::string reason;
    std::string message;
  };
  const GroupResource deployments{"apps", "deployments"};
  const Case cases[] = {
      {Status::not_found(deployments, "web"), 404, "NotFound", "deployments.apps \"web\" not found"},
      {Status::not_found({"", "pods"}, "web"), 404, "NotFound", "pods \"web\" not found"},
      {Status::already_exists({"", "pods"}, "web"), 409, "AlreadyExists", "pods \"web\" already exists"},
      {Status::conflict({"", "pods"}, "web", "changed"), 409, "Conflict", "Operation cannot be fulfilled on pods \"web\": changed"},
      {Status::forbidden({"", "pods"}, "web", "no"), 403, "Forbidden", "pods \"web\" is forbidden: no"},
      {Status::forbidden({"", "pods"}, "", "no"), 403, "Forbidden", "pods is forbidden: no"},
      {Status::forbidden({"", ""}, "", "no"), 403, "Forbidden", "forbidden: no"},
      {Status::invalid("", "Pod", "web", {}, "spec: Required value"), 422, "Invalid", "Pod \"web\" is invalid: spec: Required value"},
      {Status::timeout("too slow", 1), 504, "Timeout", "Timeout: too slow"},
      {Status::internal("boom"), 500, "InternalError", "Internal error occurred: boom"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(c.status.code(), c.code) << c.message;
    EXPECT_EQ(c.status.reason(), c.reason);
    EXPECT_EQ(c.status.message(), c.message);
  }
}

Result<int> half(int n) {
  if (n % 2) return fail(Status::bad_request("odd"));
  return n / 2;
}
Result<int> quarter(int n) {
  PINTLE_TRY(int h, half(n));
  return half(h);
}

TEST(Result, TryReturnsTheStatus) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message(), "odd");
  EXPECT_EQ(quarter(3).error().code(), 400);
}

}  // namespace
}  // namespace pintle
