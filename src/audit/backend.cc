#include "audit/backend.h"

namespace pintle::audit {
namespace {

constexpr size_t kAroundMembersBytes = 1 + kEventTypeMeta.size() + 1;  // "{", the type meta, the line end

}  // namespace

std::optional<std::string> fitting_members(const Event& event, const TruncateOptions& options, AuditMetrics& metrics) {
  std::string members;
  members.reserve(kAroundMembersBytes + 1024 + event.request_object.size() + event.response_object.size());
  append_event_members(event, members);
  const auto fits = [&] { return !options.enabled || members.size() + kAroundMembersBytes <= options.event_bytes_max; };
  if (fits()) return members;
  if (event.level >= Level::kRequest) {
    Event smaller = event;
    smaller.request_object.clear();
    smaller.response_object.clear();
    smaller.annotate("audit.k8s.io/truncated", "true");
    members.clear();
    append_event_members(smaller, members);
    if (fits()) return members;
  }
  metrics.lost("truncate", 1, Status::unknown("event is too large even after truncating"));
  return std::nullopt;
}

}  // namespace pintle::audit
