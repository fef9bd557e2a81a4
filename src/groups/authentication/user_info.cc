#include "groups/authentication/user_info.h"

namespace pintle::authentication {

using object::Value;

void fill_user_info(v1::UserInfoMut info, const auth::User& user) {
  info.set_username(user.name);
  info.set_uid(user.uid);
  info.clear_groups();
  for (const std::string& group : user.groups) info.ensure_groups().append(group);
  info.clear_extra();
  if (user.extra.empty()) return;
  object::Arena& arena = info.arena();
  Value extra = Value::empty_map();
  for (const auto& [key, values] : user.extra) {
    Value texts = Value::empty_list();
    for (const std::string& value : values) texts.append(arena, Value::string(arena.copy(value)));
    extra.set(arena, arena.copy(key), texts);
  }
  info.set_extra(extra);
}

}  // namespace pintle::authentication
