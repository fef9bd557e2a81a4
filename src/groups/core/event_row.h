// The row of an Event in a Table, the same for both groups that serve Events.
#pragma once

#include <optional>
#include <string_view>

#include "api/cells.h"

namespace pintle::core {

struct EventRow {
  std::string_view name;
  std::string_view type;
  std::string_view reason;
  std::string_view message;
  std::string_view first_seen;  // RFC 3339, "" for none, like the next two
  std::string_view last_seen;
  std::string_view event_time;
  int64_t count = 0;
  struct Series {
    std::string_view last_observed;
    int64_t count;
  };
  std::optional<Series> series;
  std::string_view object_kind;
  std::string_view object_name;
  std::string_view object_field;
  std::string_view component;  // of the source, or of the reporting controller
  std::string_view instance;
};

void write_event_row(const EventRow& event, int64_t now_seconds, api::Cells& cells);

}  // namespace pintle::core
