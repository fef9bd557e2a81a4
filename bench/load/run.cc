#include "load/run.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr Stage kStages[] = {Stage::kStart, Stage::kEmpty, Stage::kFilled, Stage::kWatchMemory, Stage::kMillion};

struct Side {
  std::unique_ptr<MeasuredServer> server;
  Results results;
};

std::string now_text() {
  const time_t now = time(nullptr);
  char text[32];
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
  return text;
}

Result<Side> side_of(const ServerOptions& server, const Options& options) {
  Side side;
  PINTLE_TRY(side.server, MeasuredServer::create(server));
  utsname system = {};
  uname(&system);
  side.results.meta = {{"label", server.label},
                       {"started", now_text()},
                       {"objects", std::to_string(options.scale.objects)},
                       {"phase_seconds", fmt::format("{}", options.scale.phase_s)},
                       {"rounds", std::to_string(options.rounds)},
                       {"cores", std::to_string(sysconf(_SC_NPROCESSORS_ONLN))},
                       {"kernel", system.release}};
  return side;
}

std::vector<const Workload*> chosen(const Options& options, Stage stage) {
  std::vector<const Workload*> list;
  for (const Workload& workload : workloads()) {
    const bool named = std::ranges::find(options.only, workload.name) != options.only.end();
    const bool is_chosen = options.only.empty() ? workload.chosen == Chosen::kAlways : named;
    if (workload.stage == stage && is_chosen) list.push_back(&workload);
  }
  return list;
}

// What is read in this stage must have been stored; of a server that we did not start, by whoever asks for it without fill.
void add_fill(std::vector<const Workload*>& list, const MeasuredServer& server) {
  if (list.front()->stage != Stage::kFilled || !server.is_managed() || list.front()->name == "fill") return;
  list.insert(list.begin(), find_workload("fill"));
}

Result<void> run_stage(Side& side, const Options& options, Stage stage) {
  std::vector<const Workload*> list = chosen(options, stage);
  if (list.empty()) return {};
  add_fill(list, *side.server);
  if (side.server->is_managed() && stage != Stage::kStart) PINTLE_TRY_VOID(side.server->start(MeasuredServer::Data::kEmpty));
  Bench bench(*side.server, options.scale, side.results);
  for (const Workload* workload : list) {
    say(fmt::format("{}: {}", side.server->label(), workload->name));
    if (const auto done = workload->run(bench); !done) say(fmt::format("  {} FAILED: {}", workload->name, done.error().message()));
  }
  side.server->stop();
  return {};
}

}  // namespace

Result<RunResults> run(const Options& options) {
  std::vector<Side> sides;
  PINTLE_TRY(Side server, side_of(options.server, options));
  sides.push_back(std::move(server));
  if (options.peer) {
    PINTLE_TRY(Side peer, side_of(*options.peer, options));
    sides.push_back(std::move(peer));
  }
  for (int round = 0; round < options.rounds; ++round) {
    for (Stage stage : kStages) {
      // Who begins changes with the round, so that what grows or fades with time is not on one side.
      for (size_t i = 0; i < sides.size(); ++i)
        PINTLE_TRY_VOID(run_stage(sides[(i + static_cast<size_t>(round)) % sides.size()], options, stage));
    }
  }
  RunResults results{.server = std::move(sides[0].results)};
  if (sides.size() > 1) results.peer = std::move(sides[1].results);
  return results;
}

}  // namespace pintle::load
