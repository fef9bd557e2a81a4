#include "net/worker.h"

#include "base/clock.h"

namespace pintle::net {

std::string_view Worker::date() {
  std::time_t now = std::chrono::system_clock::to_time_t(Clock::system().now());
  if (now != date_second_) {
    date_second_ = now;
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    date_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
  }
  return date_;
}

void Worker::exchange_ended() {
  --exchanges;
  if (stopping) on_change();
}

void Worker::connection_ended(Connection* connection) {
  connections.erase(connection);
  connection_count = connections.size();
  if (stopping) on_change();
}

}  // namespace pintle::net
