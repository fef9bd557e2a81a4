#include "groups/core/event_row.h"

#include <algorithm>
#include <cctype>

#include "groups/row_text.h"

namespace pintle::core {
namespace {

// "pod/web"
std::string object_text(const EventRow& event) {
  std::string text(event.object_kind);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  if (!event.object_name.empty()) text.append("/").append(event.object_name);
  return text;
}

// Go's strings.TrimSpace for ASCII.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

void write_event_row(const EventRow& event, int64_t now_seconds, api::Cells& cells) {
  const std::string_view first = groups::or_else(event.first_seen, event.event_time);
  const std::string_view last = event.series ? event.series->last_observed : groups::or_else(event.last_seen, first);
  // An Event that happened once has no count in the newer group.
  const int64_t count = event.series ? event.series->count : event.count == 0 ? 1 : event.count;
  cells.age(last, now_seconds);
  cells.text(event.type);
  cells.text(event.reason);
  cells.text(object_text(event));
  cells.text(event.object_field);
  cells.text(event.instance.empty() ? std::string(event.component) : std::string(event.component) + ", " + std::string(event.instance));
  cells.text(trimmed(event.message));
  cells.age(first, now_seconds);
  cells.number(count);
  cells.text(event.name);
}

}  // namespace pintle::core
