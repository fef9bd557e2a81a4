// Proves the written forms of events byte for byte, where a request came from, and the JSON texts that stand in events.
#include "audit/event.h"

#include <gtest/gtest.h>

#include "audit/json_text.h"
#include "audit/source_ips.h"

namespace pintle::audit {
namespace {

Event small_event() {
  Event event;
  event.level = Level::kMetadata;
  event.audit_id = "id-1";
  event.request_uri = "/healthz?a=1&b=2";
  event.verb = "get";
  event.received = {.seconds = 1'700'000'000, .nanos = 1'002'003};
  event.stage_time = event.received;
  return event;
}

Event full_event() {
  Event event = small_event();
  event.level = Level::kRequestResponse;
  event.stage = Stage::kResponseComplete;
  event.user = std::make_shared<auth::User>(
      auth::User{.name = "alice", .uid = "u", .groups = {"a", "b"}, .extra = {{"z", {"1"}}, {"k", {"2", "3"}}}});
  event.impersonated_user = std::make_shared<auth::User>(auth::User{.name = "bob"});
  event.source_ips = {"10.0.0.1", "127.0.0.1"};
  event.user_agent = "kubectl/v1";
  event.object_ref = ObjectReference{.resource = "pods", .namespace_ = "x", .name = "a", .api_version = "v1", .subresource = "log"};
  event.response_status = ResponseStatus{.members = R"("status":"Failure","reason":"NotFound")", .code = 404};
  event.request_object = R"({"kind":"Pod"})";
  event.response_object = R"({"kind":"Status"})";
  event.annotate("b", "2");
  event.annotate("a", "1");
  return event;
}

std::string members(const Event& event) {
  std::string out;
  append_event_members(event, out);
  return out;
}

TEST(Event, JsonOfLittle) {
  EXPECT_EQ(members(small_event()),
            R"("level":"Metadata","auditID":"id-1","stage":"RequestReceived","requestURI":"/healthz?a=1\u0026b=2","verb":"get","user":{},)"
            R"("requestReceivedTimestamp":"2023-11-14T22:13:20.001002Z","stageTimestamp":"2023-11-14T22:13:20.001002Z"})");
}

TEST(Event, JsonOfEverything) {
  EXPECT_EQ(members(full_event()),
            R"("level":"RequestResponse","auditID":"id-1","stage":"ResponseComplete","requestURI":"/healthz?a=1\u0026b=2","verb":"get",)"
            R"("user":{"username":"alice","uid":"u","groups":["a","b"],"extra":{"k":["2","3"],"z":["1"]}},)"
            R"("impersonatedUser":{"username":"bob"},"sourceIPs":["10.0.0.1","127.0.0.1"],"userAgent":"kubectl/v1",)"
            R"("objectRef":{"resource":"pods","namespace":"x","name":"a","apiVersion":"v1","subresource":"log"},)"
            R"("responseStatus":{"metadata":{},"status":"Failure","reason":"NotFound","code":404},)"
            R"("requestObject":{"kind":"Pod"},"responseObject":{"kind":"Status"},)"
            R"("requestReceivedTimestamp":"2023-11-14T22:13:20.001002Z","stageTimestamp":"2023-11-14T22:13:20.001002Z",)"
            R"("annotations":{"a":"1","b":"2"}})");
}

TEST(Event, ConstrainedImpersonationIsTold) {
  Event event = full_event();
  event.impersonation_constraint = "impersonate:user-info";
  EXPECT_NE(members(event).find(R"("impersonatedUser":{"username":"bob"},"authenticationMetadata":{"impersonationConstraint":)"
                                R"("impersonate:user-info"},"sourceIPs")"),
            std::string::npos);
}

TEST(Event, LegacyLines) {
  std::string line;
  append_event_line(small_event(), line);
  EXPECT_EQ(line, R"(2023-11-14T22:13:20.001002003Z AUDIT: id="id-1" stage="RequestReceived" ip="<unknown>" method="get" user="<none>" )"
                  R"(groups="<none>" as="<self>" asgroups="<lookup>" user-agent="" namespace="<none>" uri="/healthz?a=1&b=2" )"
                  R"(response="<deferred>")");
  line.clear();
  append_event_line(full_event(), line);
  EXPECT_NE(line.find(R"(user="alice" groups="\"a\",\"b\"" as="bob" asgroups="<lookup>")"), std::string::npos) << line;
  EXPECT_TRUE(line.ends_with(R"(response="404")")) << line;
}

TEST(Event, TheFirstAnnotationStays) {
  Event event;
  event.annotate("k", "first");
  event.annotate("k", "second");
  ASSERT_EQ(event.annotations.size(), 1);
  EXPECT_EQ(event.annotations[0].second, "first");
}

TEST(Event, LongUserAgentsAreCut) {
  EXPECT_EQ(shortened_user_agent("short"), "short");
  EXPECT_EQ(shortened_user_agent(std::string(2000, 'a')), std::string(1024, 'a') + "...TRUNCATED");
}

struct SourceCase {
  std::string forwarded_for, real_ip, remote;
  std::vector<std::string> wanted;
};

TEST(SourceIps, ProxiesThenTheConnection) {
  const SourceCase cases[] = {
      {"", "", "127.0.0.1", {"127.0.0.1"}},
      {"1.1.1.1, 2.2.2.2", "", "127.0.0.1", {"1.1.1.1", "2.2.2.2", "127.0.0.1"}},
      {"1.1.1.1,nonsense", "", "1.1.1.1", {"1.1.1.1"}},
      {"127.0.0.1,1.1.1.1", "", "127.0.0.1", {"127.0.0.1", "1.1.1.1", "127.0.0.1"}},
      {"1.1.1.1", "1.1.1.1", "9.9.9.9", {"1.1.1.1", "9.9.9.9"}},
      {"1.1.1.1", "3.3.3.3", "3.3.3.3", {"1.1.1.1", "3.3.3.3"}},
      {"", "::1", "127.0.0.1", {"::1", "127.0.0.1"}},
      {"", "", "", {}},
  };
  for (const SourceCase& test : cases)
    EXPECT_EQ(source_ips(test.forwarded_for, test.real_ip, test.remote), test.wanted) << test.forwarded_for;
}

TEST(JsonText, Compacts) {
  EXPECT_EQ(compact_json(" { \"a b\" : [ 1 , \"<\\\"x \\\\\" ] }\n"), "{\"a b\":[1,\"\\u003c\\\"x \\\\\"]}");
  EXPECT_EQ(compact_json("\"\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\""), "\"\\u2028\\u2029\xe2\x80\xaa\"");
  for (const std::string_view text : {"", "{", "a: 1", "{} {}", "[1,]"}) EXPECT_EQ(compact_json(text), std::nullopt) << text;
}

struct OmitCase {
  std::string json, wanted;
};

TEST(JsonText, ManagedFieldsOfObjectsAreLeftOut) {
  const OmitCase cases[] = {
      {R"({"metadata":{"managedFields":[{"a":"]"}]}})", R"({"metadata":{}})"},
      {R"({"kind":"Pod","metadata":{"name":"a","managedFields":[],"uid":"u"},"spec":{"managedFields":1}})",
       R"({"kind":"Pod","metadata":{"name":"a","uid":"u"},"spec":{"managedFields":1}})"},
      {R"({"metadata":{},"items":[{"metadata":{"managedFields":[1]}},{"metadata":{"name":"b"}}]})",
       R"({"metadata":{},"items":[{"metadata":{}},{"metadata":{"name":"b"}}]})"},
      {R"({"rows":[{"cells":[1],"object":{"metadata":{"managedFields":[1],"name":"a"}}},{"object":null}]})",
       R"({"rows":[{"cells":[1],"object":{"metadata":{"name":"a"}}},{"object":null}]})"},
      // Not of an object: a template's.
      {R"({"spec":{"template":{"metadata":{"managedFields":[1]}}}})", R"({"spec":{"template":{"metadata":{"managedFields":[1]}}}})"},
      {R"([{"op":"add","path":"/metadata/managedFields"}])", R"([{"op":"add","path":"/metadata/managedFields"}])"},
      {R"({"metadata":{"managedFields":)", R"({"metadata":{"managedFields":)"},
  };
  for (const OmitCase& test : cases) EXPECT_EQ(without_managed_fields(test.json), test.wanted);
}

}  // namespace
}  // namespace pintle::audit
