#include "net/http.h"

#include <algorithm>

#include "net/token_list.h"

namespace pintle::net {

std::string_view Headers::get(std::string_view name) const {
  for (const Header& field : fields_) {
    if (field.name == name) return field.value;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(), [name](const Header& field) { return field.name == name; });
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const Header& field : fields_) {
    if (field.name == name) values.push_back(field.value);
  }
  return values;
}

void Headers::set(std::string_view name, std::string value) {
  auto first = std::find_if(fields_.begin(), fields_.end(), [name](const Header& field) { return field.name == name; });
  if (first == fields_.end()) return add(std::string(name), std::move(value));
  first->value = std::move(value);
  fields_.erase(std::remove_if(first + 1, fields_.end(), [name](const Header& field) { return field.name == name; }), fields_.end());
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [name](const Header& field) { return field.name == name; });
}

// Source: apimachinery/pkg/util/httpstream/wsstream.IsWebSocketRequest.
bool is_websocket_request(const Request& request) {
  return equals_ignoring_case(request.headers.get("upgrade"), "websocket") && has_token(request.headers.get("connection"), "upgrade");
}

}  // namespace pintle::net
