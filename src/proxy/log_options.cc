#include "proxy/log_options.h"

#include <vector>

namespace pintle::proxy {

using core::v1::PodLogOptions;
using object::FieldPath;

void validate_log_options(PodLogOptions options, object::ErrorList& errors) {
  const auto tail_lines = options.tail_lines();
  const auto limit_bytes = options.limit_bytes();
  const auto since_seconds = options.since_seconds();
  if (tail_lines && *tail_lines < 0)
    errors.invalid(FieldPath("tailLines"), std::to_string(*tail_lines), "must be greater than or equal to 0");
  if (limit_bytes && *limit_bytes < 1) errors.invalid(FieldPath("limitBytes"), std::to_string(*limit_bytes), "must be greater than 0");
  if (since_seconds && options.since_time())
    errors.forbidden(FieldPath("[]"), "at most one of `sinceTime` or `sinceSeconds` may be specified");
  else if (since_seconds && *since_seconds < 1)
    errors.invalid(FieldPath("sinceSeconds"), std::to_string(*since_seconds), "must be greater than 0");
  if (options.stream()) errors.forbidden(FieldPath("stream"), "may not be specified");
}

std::string log_query(PodLogOptions options) {
  std::string query;
  const auto add = [&query](std::string_view name, std::string_view value) {
    query.append(query.empty() ? "" : "&").append(name).append("=").append(value);
  };
  if (options.follow()) add("follow", "true");
  if (options.limit_bytes()) add("limitBytes", std::to_string(*options.limit_bytes()));
  if (options.previous()) add("previous", "true");
  if (options.since_seconds()) add("sinceSeconds", std::to_string(*options.since_seconds()));
  if (options.since_time()) {
    std::string time(*options.since_time());  // its colons are the only characters to escape
    for (size_t at = time.find(':'); at != std::string::npos; at = time.find(':', at)) time.replace(at, 1, "%3A");
    add("sinceTime", time);
  }
  if (options.tail_lines()) add("tailLines", std::to_string(*options.tail_lines()));
  if (options.timestamps()) add("timestamps", "true");
  return query;
}

}  // namespace pintle::proxy
