// Measures the embedded store: what a durable commit costs, how quickly a store opens and loads, and what it takes on disk and in memory.
//
//   store_bench commit [folder]           CPU and latency of durable commits: 1, 16, 64 at a time, values of 1 KB and 5 KB
//   store_bench load [folder] [objects]   opening and reading all of them, 1.5 KB each
//   store_bench churn [folder]            disk and bytes written after each of 50,000 objects was overwritten five times on average
//   store_bench idle [folder]             memory of an empty store
//
// CPU is that of the whole process: this program, the committer and RocksDB's background threads. Values are like the objects of one
// kind: a common text with a quarter of it random; `churn` also takes random values, which no store can compress.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "store/embedded/embedded_store.h"

namespace {

using namespace pintle;
using namespace pintle::store;
using Clock_ = std::chrono::steady_clock;

constexpr size_t kObjectBytes = 1'500;

double cpu_seconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double seconds(Clock_::duration duration) { return std::chrono::duration<double>(duration).count(); }

// A figure of a file in /proc: "VmRSS:" of status in KB, "write_bytes:" of io.
double process_figure(const char* file, const char* name) {
  std::ifstream in(file);
  for (std::string word; in >> word;) {
    double value = 0;
    if (word == name && in >> value) return value;
  }
  return 0;
}
double rss_mb() { return process_figure("/proc/self/status", "VmRSS:") / 1024; }
double written_mb() { return process_figure("/proc/self/io", "write_bytes:") / 1e6; }

double disk_mb(const std::string& folder) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::error_code gone;
    const uintmax_t size = entry.file_size(gone);
    if (!gone) bytes += static_cast<double>(size);
  }
  return bytes / 1e6;
}

enum class Content { kAlike, kRandom };

// Values are drawn from a pool, so that making them costs nothing.
class Values {
 public:
  Values(size_t size, Content content) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 2'000; ++i) pool_.push_back(Bytes::copy(make(size, content, random)));
  }
  const Bytes& next() { return pool_[at_++ % pool_.size()]; }

 private:
  static std::string make(size_t size, Content content, std::mt19937_64& random) {
    static constexpr std::string_view kCommon =
        "metadata.kubernetes.io/last-applied spec containers image registry.example.com/shop/web resources limits cpu memory requests "
        "volumeMounts mountPath terminationMessagePolicy File imagePullPolicy IfNotPresent restartPolicy Always dnsPolicy ClusterFirst "
        "serviceAccountName default securityContext schedulerName default-scheduler tolerations operator Exists effect NoExecute ";
    std::string value;
    for (size_t common = 0; value.size() < size; common += 48) {
      if (content == Content::kAlike) value += kCommon.substr(common % (kCommon.size() - 48), 48);
      char hex[17];
      uint64_t bits = random();
      if (content == Content::kAlike) {
        std::snprintf(hex, sizeof hex, "%016lx", bits);
        value.append(hex, 16);
      } else {
        value.append(reinterpret_cast<const char*>(&bits), 8);
      }
    }
    value.resize(size);
    return value;
  }
  std::vector<Bytes> pool_;
  size_t at_ = 0;
};

std::string key_of(size_t i) {
  char key[96];
  std::snprintf(key, sizeof key, "/registry/pods/namespace-%02zu/web-frontend-7d4b9c6f5d-%07zu", i % 50, i);
  return key;
}

std::unique_ptr<Store> open(const std::string& folder, Durability durability) {
  auto store = EmbeddedStore::open({.folder = folder, .durability = durability});
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message().c_str());
    std::exit(1);
  }
  return *std::move(store);
}

// Keeps `clients` commits under way from this thread until `count` are done.
class ClosedLoop {
 public:
  ClosedLoop(Store& store, size_t clients) : store_(store), clients_(clients) {}

  // `make` gives the key and value of the n-th commit.
  void run(size_t count, const std::function<Operation(size_t)>& make) {
    latencies_us_.clear();
    size_t sent = 0;
    size_t done = 0;
    while (done < count) {
      for (; sent < count && sent - done < clients_; ++sent) send(make(sent));
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return finished_ > 0; });
      done += finished_;
      finished_ = 0;
    }
  }
  double latency_us(double quantile) {
    std::ranges::sort(latencies_us_);
    return latencies_us_[static_cast<size_t>(static_cast<double>(latencies_us_.size() - 1) * quantile)];
  }

 private:
  void send(Operation operation) {
    store_.commit({.operations = {std::move(operation)}}, [this, start = Clock_::now()](Result<CommitResult> result) {
      if (!result || !result->applied) {
        std::fprintf(stderr, "a commit failed: %s\n", result ? "not applied" : result.error().message().c_str());
        std::exit(1);
      }
      double latency = seconds(Clock_::now() - start) * 1e6;
      std::lock_guard lock(mutex_);
      latencies_us_.push_back(latency);
      if (++finished_ == 1) wake_.notify_one();
    });
  }

  Store& store_;
  const size_t clients_;
  std::mutex mutex_;
  std::condition_variable wake_;
  size_t finished_ = 0;
  std::vector<double> latencies_us_;
};

void bench_commit(const std::string& folder) {
  std::printf("%-6s %-8s %10s %12s %10s %10s %10s\n", "value", "clients", "per s", "cpu us/op", "p50 us", "p99 us", "disk x");
  for (size_t size : {1'024, 5'120}) {
    Values values(size, Content::kAlike);
    for (size_t clients : {1, 16, 64}) {
      std::filesystem::remove_all(folder);
      auto store = open(folder, Durability::kSynced);
      ClosedLoop loop(*store, clients);
      const size_t count = clients == 1 ? 5'000 : 30'000;
      loop.run(500, [&](size_t i) { return Operation::put("/warm/" + std::to_string(i), values.next(), Expect::absent()); });
      const double cpu = cpu_seconds();
      const double written = written_mb();
      const auto start = Clock_::now();
      loop.run(count, [&](size_t i) { return Operation::put(key_of(i), values.next(), Expect::absent()); });
      const double n = static_cast<double>(count);
      std::printf("%-6zu %-8zu %10.0f %12.1f %10.0f %10.0f %10.2f\n", size, clients, n / seconds(Clock_::now() - start),
                  (cpu_seconds() - cpu) / n * 1e6, loop.latency_us(0.5), loop.latency_us(0.99),
                  (written_mb() - written) * 1e6 / n / static_cast<double>(size));
      std::fflush(stdout);
    }
  }
}

void fill(Store& store, size_t objects, Values& values) {
  ClosedLoop loop(store, 256);
  loop.run(objects, [&](size_t i) { return Operation::put(key_of(i), values.next(), Expect::absent()); });
}

void bench_load(const std::string& folder, size_t objects) {
  std::filesystem::remove_all(folder);
  if (pid_t filler = fork(); filler == 0) {  // so that its memory is not counted
    Values values(kObjectBytes, Content::kAlike);
    auto store = open(folder, Durability::kUnsynced);
    fill(*store, objects, values);
    store.reset();
    std::_Exit(0);
  } else {
    waitpid(filler, nullptr, 0);
  }
  double cpu = cpu_seconds();
  auto start = Clock_::now();
  const double rss = rss_mb();
  auto store = open(folder, Durability::kUnsynced);
  std::printf("%zu objects: open %.1f ms", objects, seconds(Clock_::now() - start) * 1e3);
  ListOptions page{.limit = 1'000};
  size_t read = 0;
  for (bool more = true; more;) {
    auto listing = store->list(page);
    if (!listing) std::exit(1);
    read += listing->items.size();
    more = listing->more;
    page.revision = listing->revision;
    if (more) page.start_key = listing->items.back().key + '\x01';
  }
  std::printf(", read %zu in %.3f s", read, seconds(Clock_::now() - start));
  usleep(static_cast<useconds_t>(objects * 4));  // the heads are read in the background
  std::printf(", cpu %.3f s, store's memory %.1f MB, disk %.1f MB = %.2f x\n", cpu_seconds() - cpu, rss_mb() - rss, disk_mb(folder),
              disk_mb(folder) * 1e6 / static_cast<double>(objects * kObjectBytes));
}

void bench_churn(const std::string& folder, Content content, size_t hot) {
  constexpr size_t kObjects = 50'000;
  constexpr size_t kWrites = 250'000;
  constexpr int64_t kHistory = 20'000;
  std::filesystem::remove_all(folder);
  Values values(kObjectBytes, content);
  auto store = open(folder, Durability::kSynced);
  const double stored = static_cast<double>(kObjects * kObjectBytes) / 1e6;
  fill(*store, kObjects, values);
  std::mt19937_64 random(2);
  ClosedLoop loop(*store, 16);
  const double cpu = cpu_seconds();
  const double written = written_mb();
  double disk_peak = 0;
  for (size_t done = 0; done < kWrites; done += 5'000) {
    loop.run(5'000, [&](size_t) {
      size_t key = random() % 10 < 9 && hot > 0 ? random() % hot : random() % kObjects;
      return Operation::put(key_of(key), values.next(), Expect::any());
    });
    if (store->revision() > kHistory && !store->compact(store->revision() - kHistory)) std::exit(1);
    disk_peak = std::max(disk_peak, disk_mb(folder));
  }
  const double n = static_cast<double>(kWrites);
  std::printf("%-7s %-14s cpu %.1f us/op, written %.2f x, disk at most %.2f x", content == Content::kAlike ? "alike" : "random",
              hot > 0 ? "on 1 % of keys" : "on all keys", (cpu_seconds() - cpu) / n * 1e6,
              (written_mb() - written) * 1e6 / n / static_cast<double>(kObjectBytes), disk_peak / stored);
  if (!store->compact(store->revision())) std::exit(1);
  sleep(3);
  std::printf(", then %.2f x", disk_mb(folder) / stored);
  store.reset();
  std::printf(", closed %.2f x\n", disk_mb(folder) / stored);
  std::fflush(stdout);
}

void bench_idle(const std::string& folder) {
  std::filesystem::remove_all(folder);
  const double rss = rss_mb();
  const auto start = Clock_::now();
  auto store = open(folder, Durability::kSynced);
  std::printf("empty folder: open %.1f ms", seconds(Clock_::now() - start) * 1e3);
  std::printf(", memory %.1f MB, of which the store's %.1f MB, disk %.3f MB\n", rss_mb(), rss_mb() - rss, disk_mb(folder));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const std::string folder = argc > 2 ? argv[2] : "/tmp/pintle-store-bench";
  if (what == "commit") {
    bench_commit(folder);
  } else if (what == "load") {
    bench_load(folder, argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 50'000);
  } else if (what == "churn") {
    for (Content content : {Content::kAlike, Content::kRandom}) {
      for (size_t hot : {size_t{0}, size_t{500}}) bench_churn(folder, content, hot);
    }
  } else if (what == "idle") {
    bench_idle(folder);
  } else {
    std::fprintf(stderr, "usage: store_bench commit|load|churn|idle [folder] [objects]\n");
    return 2;
  }
  std::filesystem::remove_all(folder);
}
