// Proves the verbs end to end without a socket: dispatcher, kinds' hooks, store and cache, on a kind of the test's own (ConfigMap's type).
#include "api/verbs/verbs.h"

#include <gtest/gtest.h>

#include "api/dispatch.h"
#include "api/limits.h"
#include "api/status_body.h"
#include "auth/authorizer.h"
#include "auth/user.h"
#include "base/test_loop.h"
#include "cache/cache.h"
#include "store/memory_store.h"

namespace pintle::api {
namespace {

const Kind kConfigMap = {.group = "",
                         .version = "v1",
                         .kind = "ConfigMap",
                         .resource = "configmaps",
                         .singular = "configmap",
                         .key_prefix = "/registry/configmaps/"};
const Kind* const kKinds[] = {&kConfigMap};

class TextBody final : public net::RequestBody {
 public:
  explicit TextBody(std::string text) : text_(std::move(text)) {}
  Task<Result<Bytes>> read_all(size_t bytes_max) override {
    if (text_.size() > bytes_max) co_return fail(Status::request_too_large("limit is " + std::to_string(bytes_max)));
    co_return Bytes::copy(text_);
  }

 private:
  std::string text_;
};

struct Answer {
  int status = 0;
  std::string body;
  std::string warning;
  bool has(std::string_view text) const { return body.find(text) != std::string::npos; }
};

// Everybody may do everything, but perhaps not create.
class CreateAuthorizer final : public auth::Authorizer {
 public:
  Task<auth::Decision> authorize(const auth::Attributes& attributes) const override {
    const bool allowed = allows_create || attributes.verb != "create";
    co_return auth::Decision{.kind = allowed ? auth::Decision::Kind::kAllow : auth::Decision::Kind::kNoOpinion};
  }
  bool allows_create = true;
};

class Verbs : public testing::Test {
 protected:
  void SetUp() override {
    auto cache = cache::Cache::create(*store_, encodings_,
                                      {{.name = "configmaps",
                                        .key_prefix = "/registry/configmaps/",
                                        .type = type_,
                                        .selectable_fields = {{.name = "metadata.name"}, {.name = "metadata.namespace"}}}});
    ASSERT_TRUE(cache) << cache.error().message();
    cache_ = *std::move(cache);
    auto registry = Registry::create(kKinds, [&](std::string_view prefix) { return cache_->resource(prefix); });
    ASSERT_TRUE(registry) << registry.error().message();
    registry_ = *std::move(registry);
    backend_ = std::make_unique<Backend>(Backend{.registry = *registry_,
                                                 .store = *store_,
                                                 .cache = *cache_,
                                                 .admission = admission_,
                                                 .authorizer = authorizer_,
                                                 .clock = Clock::system()});
  }
  void TearDown() override { cache_->stop(); }

  struct Ask {
    std::string method;
    std::string target;
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers = {};  // beside these
  };

  // The whole answer; streams are read to their end, or to the first piece of a watch.
  Answer ask(Ask request) { return loop_.run(answer(std::move(request))); }

  // All of a streamed answer, and in how many parts it came, the largest of so many bytes.
  Task<void> read_parts(Ask ask, Answer& whole, size_t& parts, size_t& largest) {
    std::unique_ptr<net::BodyStream> stream;
    whole = co_await answer(std::move(ask), &stream);
    while (stream) {
      size_t bytes = 0;
      for (const Bytes& piece : co_await stream->next()) {
        bytes += piece.size();
        whole.body += piece.view();
      }
      if (bytes == 0) break;
      ++parts;
      largest = std::max(largest, bytes);
    }
  }

  Task<void> list_beside(Ask ask, Answer& list, const size_t& turns, size_t& turns_at_end) {
    list = co_await answer(std::move(ask));
    turns_at_end = turns;
  }

  // `rest` takes a streamed body; without it the first part is read.
  Task<Answer> answer(Ask ask, std::unique_ptr<net::BodyStream>* rest = nullptr) {
    net::Request http;
    http.method = ask.method;
    http.target = ask.target;
    const std::string_view target = http.target;
    const size_t mark = target.find('?');
    http.path = target.substr(0, mark);
    http.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    http.loop = &loop_;
    http.headers.add("content-type", ask.content_type);
    http.headers.add("user-agent", "test/1");
    for (const auto& [name, value] : ask.headers) http.headers.add(name, value);
    http.body = std::make_unique<TextBody>(ask.body);
    const Query query = Query::parse(http.query);
    const auto info = parse_request_info(http.method, http.path, query);
    std::vector<std::string> warnings;
    const DispatchRequest request{
        .http = http, .info = *info, .query = query, .backend = *backend_, .discovery = discovery_, .user = &user_};
    auto response = co_await dispatch(request, warnings);
    Answer result;
    if (!warnings.empty()) result.warning = warnings.front();
    if (!response) {
      result.status = response.error().code();
      result.body = status_json(response.error());
      co_return result;
    }
    result.status = response->status;
    if (auto* whole = std::get_if<Bytes>(&response->body)) result.body = whole->view();
    if (auto* pieces = std::get_if<std::vector<Bytes>>(&response->body))
      for (const Bytes& piece : *pieces) result.body += piece.view();
    if (auto* stream = std::get_if<std::unique_ptr<net::BodyStream>>(&response->body)) {
      if (rest) {
        *rest = std::move(*stream);
        co_return result;
      }
      for (const Bytes& piece : co_await (*stream)->next()) result.body += piece.view();
    }
    co_return result;
  }

  Answer create(std::string_view name, std::string_view query = "") {
    return ask({"POST", kAll + std::string(query), R"({"metadata":{"name":")" + std::string(name) + R"("},"data":{"k":"v"}})"});
  }

  inline static const std::string kAll = "/api/v1/namespaces/x/configmaps";
  const schema::Type* type_ = schema::find_builtin_kind("", "v1", "ConfigMap");
  TestLoop loop_;
  std::unique_ptr<store::MemoryStore> store_ = store::MemoryStore::create();
  cache::EncodingBudget encodings_;
  std::unique_ptr<cache::Cache> cache_;
  std::unique_ptr<Registry> registry_;
  admission::Chain admission_;
  CreateAuthorizer authorizer_;
  auth::User user_{.name = "alice"};
  std::unique_ptr<Backend> backend_;
  Discovery discovery_{kKinds, {}};
};

TEST_F(Verbs, CreateThenGet) {
  const Answer created = create("a");
  EXPECT_EQ(created.status, 201);
  EXPECT_TRUE(created.has(R"("resourceVersion":"1")")) << created.body;
  EXPECT_TRUE(created.has(R"("manager":"test","operation":"Update")")) << created.body;
  EXPECT_EQ(ask({"GET", kAll + "/a"}).body, created.body);
  EXPECT_EQ(create("a").status, 409);
  EXPECT_EQ(ask({"GET", kAll + "/b"}).status, 404);
  EXPECT_EQ(create("UPPER").status, 422);
}

TEST_F(Verbs, GeneratedNamesAreNew) {
  const Ask request{"POST", kAll, R"({"metadata":{"generateName":"gen-"}})"};
  EXPECT_EQ(ask(request).status, 201);
  EXPECT_EQ(ask(request).status, 201);
  EXPECT_TRUE(ask({"GET", kAll}).has("gen-"));
}

struct LargeList {
  const char* name;
  std::string accept;
  std::string query;
  std::string_view begins;
  std::string_view ends;
};

// What a list of 1,500 objects looks like on its way: a part at a time, whatever its form, so that nobody else on the loop waits long.
TEST_F(Verbs, LargeListsAreMadeInSmallParts) {
  constexpr int kObjects = 1'500;
  const std::string data(500, 'x');
  for (int i = 0; i < kObjects; ++i)
    ask({"POST", kAll, R"({"metadata":{"name":"m)" + std::to_string(i) + R"("},"data":{"k":")" + data + R"("}})"});
  const LargeList kCases[] = {
      {"compact", "application/json", "", "{\"kind\":\"ConfigMapList\"", "}]}\n"},
      {"indented", "application/json", "?pretty=1", "{\n  \"kind\": \"ConfigMapList\"", "\n    }\n  ]\n}\n"},
      {"Table", "application/json;as=Table;g=meta.k8s.io;v=v1", "", "{\"kind\":\"Table\"", "]}\n"},
      {"metadata", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "", "{\"kind\":\"PartialObj", "]}\n"},
  };
  for (const LargeList& c : kCases) {
    Answer whole;
    size_t parts = 0, largest = 0;
    loop_.run(
        read_parts({.method = "GET", .target = kAll + c.query, .headers = {{"accept", std::string(c.accept)}}}, whole, parts, largest));
    EXPECT_EQ(whole.status, 200) << c.name;
    EXPECT_TRUE(whole.body.starts_with(c.begins)) << c.name << ": " << whole.body.substr(0, 100);
    EXPECT_TRUE(whole.body.ends_with(c.ends)) << c.name << ": " << whole.body.substr(whole.body.size() - 50);
    EXPECT_TRUE(whole.has("\"m1499\"")) << c.name;
    EXPECT_GE(parts, kObjects / kListChunkObjects / 2) << c.name;  // the first parts are one, to see whether there are more
    EXPECT_LE(largest, 4 * kBodyChunkBytes) << c.name;
  }
}

// Whose length must be known first: others have their turns while it is made.
TEST_F(Verbs, AListThatIsMadeWholeLetsOthersRun) {
  constexpr size_t kTurnsWanted = 8;
  constexpr size_t kTurnsMax = 1'000;
  for (size_t i = 0; i < kTurnsWanted * kListChunkObjects; ++i) create("m" + std::to_string(i));
  for (const char* accept : {"application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "application/yaml"}) {
    size_t turns = 0, turns_at_end = 0;
    const std::function<void()> other = [&] {
      if (++turns < kTurnsMax) loop_.post(other);
    };
    loop_.post(other);
    Answer list;
    loop_.run(list_beside({.method = "GET", .target = kAll, .headers = {{"accept", std::string(accept)}}}, list, turns, turns_at_end));
    EXPECT_EQ(list.status, 200) << accept;
    EXPECT_GE(turns_at_end, kTurnsWanted - 1) << accept;
    EXPECT_LT(turns_at_end, kTurnsMax) << accept;
    loop_.run_until_idle();
  }
}

TEST_F(Verbs, DryRunStoresNothing) {
  EXPECT_EQ(create("a", "?dryRun=All").status, 201);
  EXPECT_EQ(ask({"GET", kAll + "/a"}).status, 404);
  EXPECT_EQ(store_->revision(), 0);
}

TEST_F(Verbs, UpdatesNeedTheNewestVersion) {
  create("a");
  const std::string body = R"({"metadata":{"name":"a","resourceVersion":"1"},"data":{"k":"w"}})";
  EXPECT_EQ(ask({"PUT", kAll + "/a", body}).status, 200);
  EXPECT_EQ(ask({"PUT", kAll + "/a", body}).status, 409);
  const Answer unconditional = ask({"PUT", kAll + "/a", R"({"metadata":{"name":"a"},"data":{"k":"w"}})"});
  EXPECT_EQ(unconditional.status, 200);
  EXPECT_TRUE(unconditional.has(R"("resourceVersion":"2")")) << "a write that changes nothing is none: " << unconditional.body;
  EXPECT_EQ(ask({"PUT", kAll + "/a", R"({"metadata":{"name":"b"}})"}).status, 400);
}

TEST_F(Verbs, Patches) {
  create("a");
  EXPECT_TRUE(ask({"PATCH", kAll + "/a", R"({"data":{"k":null,"l":"1"}})", "application/merge-patch+json"}).has(R"("data":{"l":"1"})"));
  EXPECT_TRUE(
      ask({"PATCH", kAll + "/a", R"([{"op":"add","path":"/data/m","value":"2"}])", "application/json-patch+json"}).has(R"("m":"2")"));
  EXPECT_EQ(ask({"PATCH", kAll + "/a", R"({})", "application/json"}).status, 415);
}

TEST_F(Verbs, DeleteWaitsForFinalizers) {
  ask({"POST", kAll, R"({"metadata":{"name":"a","finalizers":["example.com/f"]}})"});
  EXPECT_TRUE(ask({"DELETE", kAll + "/a"}).has("deletionTimestamp"));
  EXPECT_EQ(ask({"GET", kAll + "/a"}).status, 200);
  EXPECT_EQ(ask({"PATCH", kAll + "/a", R"({"metadata":{"finalizers":null}})", "application/merge-patch+json"}).status, 200);
  EXPECT_EQ(ask({"GET", kAll + "/a"}).status, 404);
}

TEST_F(Verbs, DeleteChecksPreconditions) {
  create("a");
  EXPECT_EQ(ask({"DELETE", kAll + "/a", R"({"preconditions":{"resourceVersion":"9"}})"}).status, 409);
  EXPECT_EQ(ask({"DELETE", kAll + "/a", R"({"preconditions":{"resourceVersion":"1"}})"}).status, 200);
  EXPECT_EQ(ask({"DELETE", kAll + "/a"}).status, 404);
}

TEST_F(Verbs, PagesShowOneState) {
  for (const char* name : {"a", "b", "c"}) create(name);
  const Answer first = ask({"GET", kAll + "?limit=2"});
  EXPECT_TRUE(first.has(R"("remainingItemCount":1)")) << first.body;
  ask({"DELETE", kAll + "/c"});
  const size_t begin = first.body.find(R"("continue":")") + 12;
  const std::string token = first.body.substr(begin, first.body.find('"', begin) - begin);
  const Answer second = ask({"GET", kAll + "?limit=2&continue=" + token});
  EXPECT_TRUE(second.has(R"("name":"c")")) << second.body;
  EXPECT_FALSE(ask({"GET", kAll}).has(R"("name":"c")"));
}

TEST_F(Verbs, DeleteCollectionTakesWhatIsSelected) {
  ask({"POST", kAll, R"({"metadata":{"name":"a","labels":{"x":"1"}}})"});
  create("b");
  EXPECT_EQ(ask({"DELETE", kAll + "?labelSelector=x%3D1"}).status, 200);
  EXPECT_FALSE(ask({"GET", kAll}).has(R"("name":"a")"));
  EXPECT_TRUE(ask({"GET", kAll}).has(R"("name":"b")"));
}

TEST_F(Verbs, AWatchReplaysWhatCameAfterItsVersion) {
  create("a");
  create("b");
  const Answer watched = ask({"GET", kAll + "?watch=1&resourceVersion=1"});
  EXPECT_EQ(watched.status, 200);
  EXPECT_TRUE(watched.body.starts_with(R"({"type":"ADDED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b")"))
      << watched.body;
  EXPECT_TRUE(watched.body.ends_with("}}\n"));
  EXPECT_EQ(ask({"GET", kAll + "?watch=1&fieldSelector=bogus%3D1"}).status, 400);
}

// A stream has the events' lengths between them; messages of a WebSocket have ends of their own.
TEST_F(Verbs, ProtobufEventsAreFramedByWhatCarriesThem) {
  create("a");
  const std::string target = kAll + "?watch=1&resourceVersion=0";
  const std::pair<std::string, std::string> accept = {"accept", "application/vnd.kubernetes.protobuf;stream=watch"};
  const Answer stream = ask({"GET", target, "", "", {accept}});
  const Answer messages = ask({"GET", target, "", "", {accept, {"connection", "Upgrade"}, {"upgrade", "websocket"}}});
  EXPECT_EQ(stream.status, 200);
  EXPECT_EQ(messages.status, 101);
  EXPECT_TRUE(
      messages.body.starts_with("\x0a\x05"
                                "ADDED"))
      << messages.body;
  ASSERT_GT(stream.body.size(), 4u);
  EXPECT_EQ(stream.body.substr(4), messages.body);
}

TEST_F(Verbs, CreatesByAnUpdateForWhoMayCreate) {
  const Ask apply{"PATCH", kAll + "/a?fieldManager=m", R"({"apiVersion":"v1","kind":"ConfigMap","data":{"k":"v"}})",
                  "application/apply-patch+yaml"};
  authorizer_.allows_create = false;
  const Answer refused = ask(apply);
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(refused.has(R"(User \"alice\" cannot create resource \"configmaps\")")) << refused.body;
  EXPECT_EQ(ask({"GET", kAll + "/a"}).status, 404);
  authorizer_.allows_create = true;
  EXPECT_EQ(ask(apply).status, 201);
  authorizer_.allows_create = false;
  EXPECT_EQ(ask(apply).status, 200);
}

TEST_F(Verbs, UnknownFieldsByTheOption) {
  const std::string body = R"({"metadata":{"name":"a"},"dato":{}})";
  EXPECT_EQ(ask({"POST", kAll + "?dryRun=All", body}).warning, "unknown field \"dato\"");
  EXPECT_EQ(ask({"POST", kAll + "?dryRun=All&fieldValidation=Strict", body}).status, 400);
  EXPECT_EQ(ask({"POST", kAll + "?dryRun=All&fieldValidation=Ignore", body}).warning, "");
}

TEST_F(Verbs, PathsAndMethodsThatAreNotServed) {
  EXPECT_EQ(ask({"GET", "/api/v1/bogus"}).status, 404);
  EXPECT_EQ(ask({"GET", "/apis/none/v1/x"}).body, "404 page not found\n");
  EXPECT_EQ(ask({"GET", "/api/v1/configmaps/a"}).status, 404);
  EXPECT_EQ(ask({"PUT", kAll}).status, 405);
  EXPECT_EQ(ask({"POST", "/api/v1/configmaps"}).status, 405);
  EXPECT_EQ(ask({"GET", kAll + "/a/bogus"}).status, 404);
  EXPECT_EQ(ask({"POST", kAll, std::string(4 << 20, ' ')}).status, 413);
  EXPECT_EQ(ask({"POST", kAll, R"({"kind":"Secret","apiVersion":"v1"})"}).status, 400);
  EXPECT_EQ(ask({"POST", kAll, "{"}).status, 400);
}

}  // namespace
}  // namespace pintle::api
