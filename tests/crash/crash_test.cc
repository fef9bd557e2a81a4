// Proves what ledger.h says after a process that writes to the embedded store is killed, again and again.
//
//   crash_test <driver> [rounds] [seed]
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ledger.h"
#include "store/embedded/embedded_store.h"
#include "workload.h"

namespace pintle::crash {
namespace {

constexpr int kRoundsOfAFolder = 25;
constexpr int kLifeMsMax = 60;  // from the start of the process to its end

// One process, from its start to its end.
class Victim {
 public:
  Victim(const std::string& driver, const std::string& folder, uint32_t round) {
    int ends[2];
    if (::pipe(ends) != 0) fail("pipe");
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      const std::string round_text = std::to_string(round);
      const std::string pipe_text = std::to_string(ends[1]);
      ::execl(driver.c_str(), driver.c_str(), folder.c_str(), round_text.c_str(), pipe_text.c_str(), nullptr);
      std::_Exit(127);
    }
    ::close(ends[1]);
    pipe_ = ends[0];
  }
  ~Victim() { ::close(pipe_); }

  // Lets it live for so long after its first acknowledgement (or its start), kills it and returns what it said.
  std::vector<Acknowledgement> live_and_die(std::chrono::microseconds life, bool from_first_word) {
    if (from_first_word) wait_for_word();
    const auto end = std::chrono::steady_clock::now() + life;
    while (std::chrono::steady_clock::now() < end && !ended_) read_some(std::chrono::milliseconds(1));
    ::kill(process_, SIGKILL);
    while (!ended_) read_some(std::chrono::seconds(10));
    int status = 0;
    ::waitpid(process_, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) fail("the driver ended by itself, status " + std::to_string(status));
    if (said_.size() % sizeof(Acknowledgement) != 0) fail("half an acknowledgement");
    std::vector<Acknowledgement> all(said_.size() / sizeof(Acknowledgement));
    std::memcpy(all.data(), said_.data(), said_.size());
    return all;
  }

 private:
  void wait_for_word() {
    while (said_.empty() && !ended_) read_some(std::chrono::seconds(60));
  }
  void read_some(std::chrono::milliseconds wait) {
    pollfd waiting{.fd = pipe_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) return;
    char bytes[64 << 10];
    const ssize_t size = ::read(pipe_, bytes, sizeof bytes);
    if (size <= 0) ended_ = true;
    if (size > 0) said_.append(bytes, static_cast<size_t>(size));
  }

  pid_t process_ = -1;
  int pipe_ = -1;
  bool ended_ = false;
  std::string said_;
};

int run(const std::string& driver, int rounds, uint32_t seed) {
  std::string folder = (std::filesystem::temp_directory_path() / "pintle-crash-XXXXXX").string();
  if (!mkdtemp(folder.data())) fail("no temporary folder");
  std::mt19937 random(seed);
  size_t revisions = 0;
  size_t acknowledgements = 0;
  std::unique_ptr<Ledger> ledger;
  for (int round = 0; round < rounds; ++round) {
    if (round % kRoundsOfAFolder == 0) {
      if (ledger) revisions += ledger->revisions();
      std::filesystem::remove_all(folder);
      ledger = std::make_unique<Ledger>();
    }
    Victim victim(driver, folder, static_cast<uint32_t>(round));
    const std::chrono::microseconds life(random() % (kLifeMsMax * 1000));
    const auto said = victim.live_and_die(life, random() % 4 != 0);
    acknowledgements += said.size();
    auto store = store::EmbeddedStore::open({.folder = folder});
    if (!store) fail(store.error().message());
    ledger->check(**store, said);
  }
  revisions += ledger->revisions();
  std::filesystem::remove_all(folder);
  std::printf("crash_test: %d kills, %zu revisions, %zu of them acknowledged before the kill: none lost, none in part, none twice\n",
              rounds, revisions, acknowledgements);
  return 0;
}

}  // namespace
}  // namespace pintle::crash

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: crash_test <driver> [rounds] [seed]\n");
    return 2;
  }
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 200;
  const uint32_t seed = argc > 3 ? static_cast<uint32_t>(std::strtoul(argv[3], nullptr, 10)) : std::random_device()();
  std::printf("crash_test: seed %u\n", seed);
  return pintle::crash::run(argv[1], rounds, seed);
}
