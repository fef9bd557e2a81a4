#include "net/request_target.h"

#include <algorithm>
#include <cctype>

namespace pintle::net {
namespace {

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

bool has_whole_escapes(std::string_view path) {
  for (size_t at = path.find('%'); at != path.npos; at = path.find('%', at + 3)) {
    if (at + 2 >= path.size() || !is_hex(path[at + 1]) || !is_hex(path[at + 2])) return false;
  }
  return true;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

bool split_target(Request& request) {
  std::string_view target = request.target;
  if (target.empty() || std::any_of(target.begin(), target.end(), is_control)) return false;
  if (target == "*") {
    request.path = target;
    return true;
  }
  if (target[0] != '/') {
    size_t scheme = target.find("://");
    if (scheme == target.npos || scheme == 0) return false;
    target.remove_prefix(scheme + 3);
    size_t end = std::min(target.find_first_of("/?"), target.size());
    request.authority = target.substr(0, end);
    target.remove_prefix(end);
  }
  size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (request.path.empty()) request.path = "/";  // http://host
  request.query = mark == target.npos ? std::string_view() : target.substr(mark + 1);
  return has_whole_escapes(request.path);
}

}  // namespace pintle::net
