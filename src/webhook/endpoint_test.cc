// Proves that a service named by a kubeconfig is asked with the credentials of the file, that credentials which are replaced on the disk
// are used from then on, and that none leaves over a plain connection.
#include "webhook/endpoint.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/file.h"
#include "base/test_folder.h"
#include "base/test_loop.h"

namespace pintle::webhook {
namespace {

// Answers 200 to everything and keeps what was asked.
class RecordingClient final : public net::Client {
 public:
  Task<Result<net::ClientResponse>> send(net::ClientRequest request) override {
    requests.push_back(std::move(request));
    if (failures-- > 0) co_return net::ClientResponse{.status = 500};
    co_return net::ClientResponse{.status = 200, .body = Bytes::constant("answer")};
  }
  std::vector<net::ClientRequest> requests;
  int failures = 0;
};

class EndpointTest : public testing::Test {
 protected:
  Kubeconfig config(const std::string& server) {
    Kubeconfig config;
    config.server = server;
    config.insecure_skip_tls_verify = true;
    config.token.file = folder_.path() + "/token";
    return config;
  }
  void put_token(const std::string& token) {
    const FileContent file{folder_.path() + "/token", token, 0600};
    ASSERT_TRUE(write_files({&file, 1}));
  }
  std::string authorization(const Endpoint& endpoint) { return std::string(endpoint.request().headers.get("authorization")); }

  TestFolder folder_;
  FileWatcher files_{{.look_interval = std::chrono::milliseconds(5), .quiet = std::chrono::milliseconds(1)}};
  RecordingClient client_;
  TestLoop loop_;
};

TEST_F(EndpointTest, PostsWithItsCredentials) {
  put_token("secret\n");
  auto endpoint = Endpoint::create(config("https://a/review"), client_, files_);
  ASSERT_TRUE(endpoint) << endpoint.error().message();
  auto answer = loop_.run((*endpoint)->post(Bytes::constant("{}"), {.timeout = std::chrono::seconds(10)}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->view(), "answer");
  ASSERT_EQ(client_.requests.size(), 1u);
  const net::ClientRequest& sent = client_.requests[0];
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "https://a/review?timeout=10s");
  EXPECT_EQ(sent.headers.get("authorization"), "Bearer secret");
  EXPECT_EQ(sent.headers.get("content-type"), "application/json");
  EXPECT_EQ(sent.body.view(), "{}");
  EXPECT_TRUE(sent.tls);
}

TEST_F(EndpointTest, AReplacedTokenIsUsed) {
  put_token("one");
  auto endpoint = Endpoint::create(config("https://a"), client_, files_);
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(authorization(**endpoint), "Bearer one");
  put_token("two");
  while (authorization(**endpoint) != "Bearer two") std::this_thread::yield();
}

TEST_F(EndpointTest, NoCredentialsOverAPlainConnection) {
  put_token("secret");
  auto endpoint = Endpoint::create(config("http://a"), client_, files_);
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(authorization(**endpoint), "");
}

TEST_F(EndpointTest, Basic) {
  Kubeconfig basic;
  basic.server = "https://a";
  basic.username = "user";
  basic.password = "pass";
  auto endpoint = Endpoint::create(basic, client_, files_);
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(authorization(**endpoint), "Basic dXNlcjpwYXNz");
}

TEST_F(EndpointTest, AMissingFileIsAFaultOfTheStart) {
  auto endpoint = Endpoint::create(config("https://a"), client_, files_);
  ASSERT_FALSE(endpoint);
  EXPECT_EQ(endpoint.error().message(), "open " + folder_.path() + "/token: no such file or directory");
}

}  // namespace
}  // namespace pintle::webhook
