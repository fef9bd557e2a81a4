// A whole run: rounds, stages and servers in turn.
#pragma once

#include "load/options.h"
#include "load/results.h"

namespace pintle::load {

struct RunResults {
  Results server;
  std::optional<Results> peer;
};

// A workload that fails is said on standard error and has no row; the others go on. Errors: a server that cannot be started or reached.
Result<RunResults> run(const Options& options);

}  // namespace pintle::load
