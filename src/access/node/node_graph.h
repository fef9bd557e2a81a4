// NodeGraph: the Graph of the stored Pods, volumes, attachments and resource slices, kept up to date beside the writes.
//
//   NodeGraph graph(store, cache);
//   graph.start();                                                    // when everything is loaded
//   graph.leads_to({Vertex::Kind::kSecret, "default", "token"}, "n1");
//
// Without nodes nobody asks: it is built with the first question then, and at the start when there are nodes.
// Pods change often and are large: the store's thread only queues their bytes, and a thread of its own reads them. A question that is
// answered with no helps to empty the queue and asks again, so that who was told of a write finds it, and only those wait. A write that
// changes nothing of what a Pod needs, as most do, is passed over by a digest.
// Ownership: main; the store and the cache outlive it. Errors: what keeps it from following the store is logged, and then nothing leads
// anywhere. Thread: leads_to() on any; it takes a lock that readers share.
// Source: plugin/pkg/auth/authorizer/node/graph_populator.go.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "access/follower.h"
#include "access/node/graph.h"
#include "cache/cache.h"

namespace pintle::access {

class NodeGraph final : public ChangeSink {
 public:
  NodeGraph(store::Store& store, const cache::Cache& cache) : store_(store), cache_(cache) {}
  ~NodeGraph() override { stop(); }

  void start();
  void stop();
  bool leads_to(const Vertex& vertex, std::string_view node);

  void put(std::string_view prefix, std::string_view name, const Bytes& stored) override;
  void erase(std::string_view prefix, std::string_view name) override;
  void publish() override { wake_.notify_one(); }

 private:
  struct Change {
    std::string_view prefix;  // one of the constants that are followed
    std::string name;
    Bytes stored;
    bool erased = false;
  };
  void follow();
  Result<void> follow(std::string_view prefix);
  void run(const std::stop_token& stopping);
  // Applies what is queued now, in order.
  void drain();
  void apply(const Change& change);
  void apply_pod(const Change& change);
  bool knows(const Vertex& vertex, std::string_view node) const;

  store::Store& store_;
  const cache::Cache& cache_;
  std::once_flag followed_;
  mutable std::shared_mutex graph_mutex_;
  Graph graph_;
  std::mutex drain_mutex_;  // held while changes are applied, so that they stay in order
  std::mutex queue_mutex_;
  std::condition_variable_any wake_;
  std::deque<Change> queue_;
  std::vector<std::unique_ptr<Follower>> followers_;
  std::jthread thread_;
};

}  // namespace pintle::access
