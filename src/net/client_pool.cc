#include "net/client_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "net/client_limits.h"

namespace pintle::net {

std::unique_ptr<ClientConnection> ClientPool::take(const Key& key, const Allows& allows) {
  for (auto idle = idle_.end(); idle != idle_.begin();) {
    --idle;
    if (idle->key != key || (allows && !allows(idle->connection->address()))) continue;
    auto connection = std::move(idle->connection);
    idle = idle_.erase(idle);
    if (connection->still_good()) return connection;
  }
  return nullptr;
}

void ClientPool::put(Key key, std::unique_ptr<ClientConnection> connection) {
  make_room(key);
  idle_.push_back({std::move(key), std::move(connection), std::chrono::steady_clock::now()});
  const Place place = std::prev(idle_.end());
  place->connection->rest([this, place] { idle_.erase(place); });
  if (!timer_) arm_timer();
}

void ClientPool::make_room(const Key& key) {
  const auto same = [&](const Idle& idle) { return idle.key == key; };
  if (static_cast<size_t>(std::ranges::count_if(idle_, same)) >= kIdlePerServerMax) idle_.erase(std::ranges::find_if(idle_, same));
  if (idle_.size() >= kIdleMax) idle_.pop_front();
}

void ClientPool::clear() {
  idle_.clear();
  timer_.reset();
}

void ClientPool::arm_timer() {
  timer_ = loop_.after(kIdleConnectionTimeout, [this] {
    auto fired = std::move(timer_);
    close_old();
  });
}

void ClientPool::close_old() {
  const auto limit = std::chrono::steady_clock::now() - kIdleConnectionTimeout;
  while (!idle_.empty() && idle_.front().since <= limit) idle_.pop_front();
  if (!idle_.empty()) arm_timer();
}

}  // namespace pintle::net
