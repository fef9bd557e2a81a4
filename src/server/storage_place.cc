#include "server/storage_place.h"

#include <thread>

#include "base/go_text.h"
#include "net/client.h"
#include "server/http_address.h"

namespace pintle::server {
namespace {

constexpr size_t kAnswerBytesMax = 64 << 10;
constexpr std::chrono::seconds kAnswerTimeout{5};
constexpr std::chrono::milliseconds kRetryInterval{20};

std::unexpected<Status> unavailable(const std::string& url, const std::string& why) {
  return fail(Status::service_unavailable("--etcd-servers " + url + ": " + why));
}

Result<StoragePlace> read_place(const std::string& url, const Result<net::ClientResponse>& answer) {
  const std::string foreign =
      "this is not Pintle's stand-in for etcd, and Pintle keeps its data itself so far: start the program under the name `etcd` and give "
      "its address, or run `pintle serve`";
  if (!answer || answer->status != 200) return unavailable(url, foreign);
  auto place = parse_storage_place(answer->body);
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
  PINTLE_TRY_VOID(parse_http_address(url));
  net::HttpClient client;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto answer =
        client.send_blocking({.url = url + std::string(kStoragePath), .timeout = kAnswerTimeout, .response_bytes_max = kAnswerBytesMax});
    if (answer || net::fault_of(answer.error()) != net::ClientFault::kDial) return read_place(url, answer);
    if (std::chrono::steady_clock::now() >= deadline) return unavailable(url, answer.error().message());
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
