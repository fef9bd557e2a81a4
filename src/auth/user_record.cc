#include "auth/user_record.h"

#include <memory>
#include <string_view>
#include <utility>

namespace pintle::auth {
namespace {

std::vector<std::string> groups_of(std::string_view column) {
  std::vector<std::string> groups;
  while (true) {
    const size_t comma = column.find(',');
    groups.emplace_back(column.substr(0, comma));
    if (comma == std::string_view::npos) return groups;
    column.remove_prefix(comma + 1);
  }
}

}  // namespace

UserRef user_of_record(const std::vector<std::string>& record) {
  User user{.name = record[1], .uid = record[2]};
  if (record.size() >= 4) user.groups = groups_of(record[3]);
  return std::make_shared<const User>(with_authenticated_group(std::move(user)));
}

}  // namespace pintle::auth
