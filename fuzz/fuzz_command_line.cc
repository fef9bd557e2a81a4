// The command line: the input is the arguments, one a line. What is accepted is accepted again from the same text.
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "server/flags.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pintle::server;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string_view> arguments;
  while (!text.empty()) {
    size_t end = text.find('\n');
    arguments.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  for (Program program : {Program::kServe, Program::kKubeApiserver}) {
    auto first = parse_command_line(program, arguments);
    auto second = parse_command_line(program, arguments);
    PINTLE_CHECK(first.has_value() == second.has_value());
    if (first) PINTLE_CHECK(first->options == second->options);
  }
  return 0;
}
