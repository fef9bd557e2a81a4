#include "net/loops.h"

#include <pthread.h>

#include <algorithm>
#include <string>

namespace pintle::net {

std::unique_ptr<LoopPool> LoopPool::start(size_t count) {
  if (count == 0) count = std::max(1u, std::thread::hardware_concurrency());
  std::unique_ptr<LoopPool> pool(new LoopPool);
  for (size_t i = 0; i < count; ++i) {
    IoLoop* loop = pool->loops_.emplace_back(IoLoop::create()).get();
    pool->threads_.emplace_back([loop, i] {
      pthread_setname_np(pthread_self(), ("io-" + std::to_string(i)).c_str());
      loop->run();
    });
  }
  return pool;
}

void LoopPool::stop() {
  for (auto& loop : loops_) loop->stop();
  threads_.clear();  // joins
  loops_.clear();
}

}  // namespace pintle::net
