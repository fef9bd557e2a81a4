#include "object/raw_json.h"

#include "object/json_skip.h"

namespace pintle::object {

bool looks_like_json(std::string_view raw) {
  return !raw.empty() && std::string_view("\t\r\n {[ntf\"-0123456789").find(raw[0]) != std::string_view::npos;
}

bool is_json(std::string_view raw) {
  const char* end = raw.data() + raw.size();
  const char* after = skip_value(skip_blanks(raw.data(), end), end, 0);
  return after && skip_blanks(after, end) == end;
}

}  // namespace pintle::object
