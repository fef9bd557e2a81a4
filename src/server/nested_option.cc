#include "server/nested_option.h"

#include "base/go_text.h"

namespace pintle::server {

void set_option(bool& option, const FlagValue& value) { option = value.items.front() == "true"; }
void set_option(int64_t& option, const FlagValue& value) { option = *parse_go_int(value.items.front()); }
void set_option(double& option, const FlagValue& value) { option = *parse_go_float(value.items.front()); }
void set_option(std::vector<std::string>& option, const FlagValue& value) { option = value.items; }
void set_option(std::string& option, const FlagValue& value) { option = value.items.front(); }
void set_option(std::chrono::milliseconds& option, const FlagValue& value) {
  option = std::chrono::floor<std::chrono::milliseconds>(*parse_go_duration(value.items.front()));
}

}  // namespace pintle::server
