#include "store/store_errors.h"

#include <utility>

namespace pintle::store {
namespace {

Status unavailable(std::string message) {
  Status status = Status::service_unavailable(std::move(message));
  status.body().has_details = true;
  status.body().details.retry_after_seconds = kRetryAfterSeconds;
  return status;
}

}  // namespace

Status list_expired() { return Status::resource_expired("The resourceVersion for the provided list is too old."); }

Status watch_expired() { return Status::resource_expired("The resourceVersion for the provided watch is too old."); }

Status revision_too_large(int64_t asked, int64_t current) {
  Status status =
      Status::timeout("Too large resource version: " + std::to_string(asked) + ", current: " + std::to_string(current), kRetryAfterSeconds);
  status.body().details.causes = {{.type = "ResourceVersionTooLarge", .message = "Too large resource version"}};
  return status;
}

Status stopped() { return unavailable("the store is shutting down"); }

Status queue_full() {
  return Status::too_many_requests("the store has too many changes waiting to be written, please try again later", kRetryAfterSeconds);
}

Status disk_refuses(const std::string& why) { return unavailable("the store cannot use its disk at the moment: " + why); }

}  // namespace pintle::store
