// The command line of pintle-load.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "load/bench.h"

namespace pintle::load {

struct Options {
  ServerOptions server{.label = "server"};
  std::optional<ServerOptions> peer;  // measured in turn with the server
  Scale scale;
  int rounds = 1;
  std::vector<std::string> only;  // workloads; empty: all that are not asked for by name only
  std::string output;             // file for the results; the peer's is beside it, named FILE.peer
};

// Errors: 400 for a flag or workload that does not exist, a value of another form, or a server that is not told how to reach.
Result<Options> parse_options(std::span<const std::string_view> arguments);
std::string usage();

}  // namespace pintle::load
