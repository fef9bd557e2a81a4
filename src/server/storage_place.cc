#include "server/storage_place.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <thread>
#include <utility>

#include "base/go_text.h"
#include "server/http_address.h"

namespace pintle::server {
namespace {

constexpr size_t kAnswerBytesMax = 64 << 10;
constexpr timeval kAnswerTimeout{.tv_sec = 5, .tv_usec = 0};
constexpr std::chrono::milliseconds kRetryInterval{20};

struct Socket {
  int fd = -1;
  explicit Socket(int fd) : fd(fd) {}
  Socket(Socket&& other) noexcept : fd(std::exchange(other.fd, -1)) {}
  ~Socket() {
    if (fd >= 0) close(fd);
  }
};

std::unexpected<Status> unavailable(const std::string& url, const std::string& why) {
  return fail(Status::service_unavailable("--etcd-servers " + url + ": " + why));
}

Result<Socket> connect_to(const std::string& url, const HttpAddress& address) {
  const addrinfo hints{.ai_flags = AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
  addrinfo* list = nullptr;
  if (const int error = getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &list); error != 0) {
    return unavailable(url, gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, freeaddrinfo);
  int error = ECONNREFUSED;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    Socket socket(::socket(entry->ai_family, entry->ai_socktype | SOCK_CLOEXEC, entry->ai_protocol));
    setsockopt(socket.fd, SOL_SOCKET, SO_RCVTIMEO, &kAnswerTimeout, sizeof kAnswerTimeout);
    setsockopt(socket.fd, SOL_SOCKET, SO_SNDTIMEO, &kAnswerTimeout, sizeof kAnswerTimeout);
    if (connect(socket.fd, entry->ai_addr, entry->ai_addrlen) == 0) return socket;
    error = errno;
  }
  return unavailable(url, std::strerror(error));
}

// The whole answer to a GET; what breaks it off is answered with what came until then.
std::string get(const Socket& socket, const HttpAddress& address) {
  const std::string request = "GET " + std::string(kStoragePath) + " HTTP/1.1\r\nHost: " + address.host + "\r\nConnection: close\r\n\r\n";
  if (send(socket.fd, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) return "";
  std::string answer;
  char buffer[4096];
  while (answer.size() < kAnswerBytesMax) {
    const ssize_t got = recv(socket.fd, buffer, sizeof buffer, 0);
    if (got <= 0) break;
    answer.append(buffer, static_cast<size_t>(got));
  }
  return answer;
}

Result<StoragePlace> read_place(const std::string& url, std::string_view answer) {
  const size_t head_end = answer.find("\r\n\r\n");
  const std::string foreign =
      "this is not Pintle's stand-in for etcd, and Pintle keeps its data itself so far: start the program under the name `etcd` and give "
      "its address, or run `pintle serve`";
  if (!answer.starts_with("HTTP/1.1 200 ") || head_end == std::string_view::npos) return unavailable(url, foreign);
  auto place = parse_storage_place(answer.substr(head_end + 4));
  if (!place) return unavailable(url, foreign + " (" + place.error().message() + ")");
  return place;
}

}  // namespace

std::string storage_place_text(const StoragePlace& place) {
  return "data-dir=" + place.data_dir + "\nunsafe-no-fsync=" + (place.unsafe_no_fsync ? "true" : "false") + "\n";
}

Result<StoragePlace> parse_storage_place(std::string_view text) {
  StoragePlace place;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) return fail(Status::bad_request("not a setting of the store: " + go_quoted(line)));
    const std::string_view name = line.substr(0, equals), value = line.substr(equals + 1);
    if (name == "data-dir") place.data_dir = value;
    if (name == "unsafe-no-fsync") place.unsafe_no_fsync = value == "true";
  }
  if (!place.data_dir.starts_with('/')) return fail(Status::bad_request("data-dir must be an absolute path"));
  return place;
}

Result<StoragePlace> ask_storage_place(const std::vector<std::string>& etcd_servers, std::chrono::milliseconds patience) {
  const std::string& url = etcd_servers.front();
  PINTLE_TRY(const HttpAddress address, parse_http_address(url));
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    auto socket = connect_to(url, address);
    if (socket) return read_place(url, get(*socket, address));
    if (std::chrono::steady_clock::now() >= deadline) return fail(std::move(socket.error()));
    std::this_thread::sleep_for(kRetryInterval);
  }
}

Result<void> locate_store(Options& options) {
  StoragePlace place{.data_dir = options.data_dir};
  if (!options.etcd_servers.empty()) {
    PINTLE_TRY(place, ask_storage_place(options.etcd_servers));
  }
  options.store_dir = place.data_dir + "/store";
  options.unsafe_no_fsync = place.unsafe_no_fsync;
  if (options.program == Program::kKubeApiserver) options.data_dir = place.data_dir;
  return {};
}

}  // namespace pintle::server
