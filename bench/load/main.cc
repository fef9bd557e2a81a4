// pintle-load: measures Kubernetes API servers. Tables go to standard output, progress to standard error.
#include <signal.h>

#include <cstdio>
#include <fstream>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "load/comparison.h"
#include "load/options.h"
#include "load/run.h"
#include "load/table.h"

namespace {

using namespace pintle;
using namespace pintle::load;

Result<Results> read_results(std::string_view path) {
  PINTLE_TRY(const std::string text, read_file(std::string(path)));
  return parse_results(text);
}

Result<void> compare(std::span<const std::string_view> arguments) {
  const bool all = !arguments.empty() && arguments.front() == "--all";
  if (all) arguments = arguments.subspan(1);
  if (arguments.size() != 2) return fail(Status::bad_request("compare takes two files of results"));
  PINTLE_TRY(const Results first, read_results(arguments[0]));
  PINTLE_TRY(const Results second, read_results(arguments[1]));
  std::fputs(comparison_of(first, second, all ? Compare::kAllFigures : Compare::kMainFigures).c_str(), stdout);
  return {};
}

void write_file(const std::string& path, const Results& results) { std::ofstream(path) << to_json(results); }

Result<void> measure(std::span<const std::string_view> arguments) {
  PINTLE_TRY(const Options options, parse_options(arguments));
  PINTLE_TRY(const RunResults results, run(options));
  if (!options.output.empty()) {
    write_file(options.output, results.server);
    if (results.peer) write_file(options.output + ".peer", *results.peer);
  }
  std::fputs(table_of(results.server).c_str(), stdout);
  if (results.peer) {
    std::printf("\n%s\n%s", table_of(*results.peer).c_str(), comparison_of(*results.peer, results.server, Compare::kMainFigures).c_str());
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  signal(SIGPIPE, SIG_IGN);
  if (words.empty() || words.front() == "--help" || words.front() == "-h") {
    std::fputs(pintle::load::usage().c_str(), stdout);
    return 0;
  }
  const std::span<const std::string_view> all(words);
  const auto done = words.front() == "compare" ? compare(all.subspan(1)) : measure(all);
  if (!done) std::fprintf(stderr, "pintle-load: %s\n", done.error().message().c_str());
  return done ? 0 : 1;
}
