#include "load/watchers.h"

#include <algorithm>

#include "load/objects.h"

namespace pintle::load {
namespace {

constexpr std::chrono::seconds kOpenTimeout{60};

}  // namespace

Result<std::unique_ptr<Watchers>> Watchers::open(Bench& bench, const WatchOptions& options) {
  std::unique_ptr<Watchers> all(new Watchers);
  PINTLE_TRY(all->clients_, bench.open(options.connections));
  const Framing framing = options.accept == kJson ? Framing::kNewline : Framing::kLength;
  const size_t stride = options.sampled_max == 0 ? 0 : std::max<size_t>(1, options.watchers / options.sampled_max);
  for (size_t i = 0; i < options.watchers; ++i) {
    const bool is_sampled = stride != 0 && i % stride == 0;
    all->watchers_.push_back(
        std::make_unique<Watcher>(Watcher{.exchange = {.request = {.path = options.path(i), .accept = options.accept}},
                                          .counter = EventCounter(framing, is_sampled ? options.on_sample : nullptr)}));
    Watcher& watcher = *all->watchers_.back();
    watcher.exchange.on_data = [&watcher](std::string_view bytes) { watcher.counter.take(bytes); };
    watcher.exchange.on_finished = [self = all.get()](Exchange&) { ++self->ended_; };
    all->clients_[i % options.connections]->send(watcher.exchange);
  }
  const auto answered = [&] {
    return std::ranges::all_of(all->watchers_, [](const auto& watcher) {
      return watcher->exchange.response.status != 0 || !watcher->exchange.response.error.empty();
    });
  };
  if (!bench.loop.run_until(answered, Clock::now() + kOpenTimeout)) return fail(Status::service_unavailable("watches were not answered"));
  if (all->ended_ > 0)
    return fail(Status::service_unavailable("a watch ended at once: " + all->watchers_.front()->exchange.response.fault()));
  return all;
}

uint64_t Watchers::events() const {
  uint64_t sum = 0;
  for (const auto& watcher : watchers_) sum += watcher->counter.count();
  return sum;
}

Result<std::string> current_resource_version(Bench& bench) {
  PINTLE_TRY(Clients clients, bench.open(1));
  PINTLE_TRY(const Response response, bench.call(*clients[0], {.path = "/api/v1/pods?limit=1", .keep_body = true}));
  return resource_version_of(response.body);
}

}  // namespace pintle::load
