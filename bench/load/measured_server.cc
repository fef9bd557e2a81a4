#include "load/measured_server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "load/client.h"
#include "load/kubeconfig.h"
#include "load/process.h"

namespace pintle::load {
namespace {

constexpr std::chrono::minutes kReadyTimeout{3};
constexpr std::chrono::microseconds kReadyPoll{500};
constexpr std::chrono::seconds kEndTimeout{30};  // then it is killed
constexpr std::chrono::milliseconds kEndPoll{5};
constexpr size_t kLogBytesShown = 2000;

void replace_folder(std::string& text, const std::string& folder) {
  constexpr std::string_view kMark = "{folder}";
  for (size_t at = 0; (at = text.find(kMark, at)) != std::string::npos; at += folder.size()) text.replace(at, kMark.size(), folder);
}

void sleep_for(Duration duration) {
  const timespec time{.tv_sec = duration.count() / 1'000'000'000, .tv_nsec = duration.count() % 1'000'000'000};
  nanosleep(&time, nullptr);
}

void reap() {
  while (waitpid(-1, nullptr, WNOHANG) > 0) {
  }
}

void end_process(pid_t pid) {
  kill(pid, SIGTERM);
  for (const Time begun = Clock::now(); reap(), is_alive(pid); sleep_for(kEndPoll)) {
    if (Clock::now() - begun > kEndTimeout) kill(pid, SIGKILL);
  }
}

}  // namespace

Result<std::unique_ptr<MeasuredServer>> MeasuredServer::create(ServerOptions options) {
  std::unique_ptr<MeasuredServer> server(new MeasuredServer(std::move(options)));
  ServerOptions& own = server->options_;
  if (!server->is_managed()) {
    server->processes_ = own.pids;
    PINTLE_TRY_VOID(server->find_target());
    return server;
  }
  server->folder_ = (std::filesystem::temp_directory_path() / "pintle-load-XXXXXX").string();
  if (mkdtemp(server->folder_.data()) == nullptr) return fail(Status::service_unavailable("no temporary folder " + server->folder_));
  for (std::string* text : {&own.start, &own.kubeconfig, &own.data_dir}) replace_folder(*text, server->folder_);
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // a store whose parent has ended is still ours to wait for
  return server;
}

MeasuredServer::~MeasuredServer() {
  stop();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Result<void> MeasuredServer::find_target() {
  Target target;
  if (!options_.kubeconfig.empty()) {
    PINTLE_TRY(target, read_kubeconfig(options_.kubeconfig));
  }
  if (!options_.url.empty()) {
    PINTLE_TRY(target, target_of(options_.url, std::move(target.credentials)));
  }
  if (!options_.token.empty()) target.credentials.token = options_.token;
  PINTLE_TRY(tls_, TlsClient::create(std::move(target)));
  return {};
}

Result<void> MeasuredServer::spawn() {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, log_path().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // a Ctrl-C is for the tool, which ends the server itself
  std::string command = options_.start;
  char* const arguments[] = {const_cast<char*>("sh"), const_cast<char*>("-c"), command.data(), nullptr};
  const int error = posix_spawn(&child_, "/bin/sh", &files, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) return fail(Status::service_unavailable("the start command could not be run"));
  return {};
}

bool MeasuredServer::is_ready(EventLoop& loop) {
  if (!options_.kubeconfig.empty() && access(options_.kubeconfig.c_str(), R_OK) != 0) return false;
  if (tls_ == nullptr && !find_target()) return false;
  auto client = open_client(loop, *tls_, Protocol::kHttp2);
  if (!client) return false;
  Exchange exchange{.request = {.path = "/readyz", .accept = ""}};
  bool done = false;
  exchange.on_finished = [&](Exchange&) { done = true; };
  (*client)->send(exchange);
  loop.run_until([&] { return done; }, Clock::now() + kEndTimeout);
  return exchange.response.status == 200;
}

Status MeasuredServer::not_ready() const {
  const std::string log = read_file(log_path()).value_or("");
  return Status::service_unavailable("the server did not become ready; its log ends:\n" +
                                     log.substr(log.size() - std::min(log.size(), kLogBytesShown)));
}

Result<Duration> MeasuredServer::start(Data data) {
  stop();
  std::error_code ignored;
  if (data == Data::kEmpty) {
    std::filesystem::remove_all(folder_, ignored);
    std::filesystem::create_directory(folder_, ignored);
  } else if (options_.kubeconfig.starts_with(folder_)) {
    std::filesystem::remove(options_.kubeconfig, ignored);  // it names the last start's port
  }
  tls_.reset();
  const Time begun = Clock::now();
  PINTLE_TRY_VOID(spawn());
  EventLoop loop;
  while (!is_ready(loop)) {
    reap();
    if (!is_alive(child_) || Clock::now() - begun > kReadyTimeout) return fail(not_ready());
    sleep_for(kReadyPoll);
  }
  const Duration taken = Clock::now() - begun;
  processes_ = {child_};
  for (pid_t store : children_of(child_)) processes_.push_back(store);
  return taken;
}

void MeasuredServer::stop() {
  if (child_ == 0) return;
  if (processes_.empty()) processes_ = {child_};  // it never became ready
  for (pid_t pid : processes_) end_process(pid);
  processes_.clear();
  child_ = 0;
}

}  // namespace pintle::load
