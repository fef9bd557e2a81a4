// Proves what plain writes leave in managedFields: who owns what after creates, updates and writes through subresources; when entries,
// their times and their order change; and what happens to entries that clients send.
#include "object/managed_fields.h"

#include <gmock/gmock.h>

#include "object/object_meta.h"
#include "object/test_objects.h"

namespace pintle::object {
namespace {

constexpr std::string_view kNoon = "2024-01-01T12:00:00Z";

// managedFields as text: "manager/operation/apiVersion[/subresource]@time fields" a line.
std::string print(const Document& object) {
  const ObjectMeta meta(*object.type(), object.root());
  const ManagedFieldsEntryFields& fields = ManagedFieldsEntryFields::get();
  const Value* entries = meta.managed_fields();
  if (!entries) return "none";
  std::string text;
  for (const Value& entry : entries->items()) {
    const auto get = [&](uint16_t field) { return entry.get(field) ? entry.get(field)->as_string() : std::string_view(); };
    EXPECT_EQ(get(fields.fields_type), "FieldsV1");
    text.append(get(fields.manager)).append("/").append(get(fields.operation)).append("/").append(get(fields.api_version));
    if (!get(fields.subresource).empty()) text.append("/").append(get(fields.subresource));
    text.append("@").append(get(fields.time)).append(" ").append(get(fields.fields_v1)).append("\n");
  }
  return text;
}

std::string entry(std::string_view manager, std::string_view fields, std::string_view time = "2024-01-01T00:00:00Z",
                  std::string_view operation = "Update", std::string_view more = "") {
  return R"({"manager":")" + std::string(manager) + R"(","operation":")" + std::string(operation) + R"(","apiVersion":"v1","time":")" +
         std::string(time) + R"(","fieldsType":"FieldsV1","fieldsV1":)" + std::string(fields) + std::string(more) + "}";
}

class ManagedFields : public testing::Test {
 protected:
  // `live` "" is a create.
  std::string update(std::string_view live, std::string_view updated, ManagedRequest request = {.manager = "me"}) {
    request.api_version = "v1";
    request.time = kNoon;
    Document now = from_json(type_, updated);
    if (live.empty()) {
      update_managed_fields(type_, nullptr, now, request);
    } else {
      const Document old = from_json(type_, live);
      update_managed_fields(type_, &old.root(), now, request);
    }
    return print(now);
  }
  static std::string config_map(std::string_view data, std::string_view managed = "", std::string_view uid = R"("uid":"u",)") {
    std::string text = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{)" + std::string(uid) + R"("name":"c")";
    if (!managed.empty()) text += ",\"managedFields\":[" + std::string(managed) + "]";
    return text + "},\"data\":" + std::string(data) + "}";
  }
  const schema::Type& type_ = type_of_kind("", "v1", "ConfigMap");
};

TEST_F(ManagedFields, CreateOwnsAllThatIsSent) {
  EXPECT_EQ(
      update("", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"n","labels":{"a":"b"}},"data":{"k":"v"}})"),
      "me/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\".\":{},\"f:k\":{}},\"f:metadata\":{\"f:labels\":{\".\":{},\"f:a\":{}}}}\n");
  EXPECT_EQ(update("", R"({"metadata":{"name":"c"}})"), "none") << "nothing but what the server owns";
  EXPECT_EQ(update("", R"({"data":{}})"), "none") << "omitempty";
  EXPECT_EQ(update("", R"({"data":{"a":"b"}})"), "me/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\".\":{},\"f:a\":{}}}\n")
      << "metadata is made when there is none";
  EXPECT_EQ(update("", config_map("{\"k\":\"v\"}", "", ""), {}),
            "unknown/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\".\":{},\"f:k\":{}}}\n");
}

TEST_F(ManagedFields, CreateOfAPodKnowsListsByTheirKeys) {
  Document pod = from_json(pod_type(), R"({"metadata":{"name":"p"},"spec":{"restartPolicy":"Always","securityContext":{},
    "containers":[{"name":"b","image":"i","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1"}}},{"name":"a","args":["x","y"]}],
    "tolerations":[{"key":"k"}],"topologySpreadConstraints":[{"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","maxSkew":1}]}})");
  update_managed_fields(pod_type(), nullptr, pod, {.manager = "me", .api_version = "v1", .time = kNoon});
  EXPECT_EQ(
      print(pod),
      R"(me/Update/v1@2024-01-01T12:00:00Z {"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:args":{},"f:name":{},"f:resources":{}},)"
      R"("k:{\"name\":\"b\"}":{".":{},"f:image":{},"f:name":{},"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":)"
      R"({".":{},"f:containerPort":{}}},"f:resources":{".":{},"f:limits":{".":{},"f:cpu":{}}}}},"f:restartPolicy":{},"f:securityContext":{},)"
      R"("f:tolerations":{},"f:topologySpreadConstraints":{".":{},"k:{\"topologyKey\":\"z\",\"whenUnsatisfiable\":\"DoNotSchedule\"}":)"
      R"({".":{},"f:maxSkew":{},"f:topologyKey":{},"f:whenUnsatisfiable":{}}}}})"
      "\n");
}

TEST_F(ManagedFields, UpdateTakesWhatItChanges) {
  const std::string other = entry("other", R"({"f:data":{".":{},"f:a":{},"f:b":{}}})");
  const std::string live = config_map(R"({"a":"1","b":"2"})", other);
  const std::string other_line = "other/Update/v1@2024-01-01T00:00:00Z ";
  EXPECT_EQ(update(live, config_map(R"({"a":"1","b":"2"})", other)), other_line + "{\"f:data\":{\".\":{},\"f:a\":{},\"f:b\":{}}}\n")
      << "no change";
  EXPECT_EQ(update(live, config_map(R"({"a":"9","b":"2"})", other)),
            other_line + "{\"f:data\":{\".\":{},\"f:b\":{}}}\n" + "me/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\"f:a\":{}}}\n");
  EXPECT_EQ(
      update(live, config_map(R"({"a":"1","b":"2","c":"3"})", other)),
      other_line + "{\"f:data\":{\".\":{},\"f:a\":{},\"f:b\":{}}}\n" + "me/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\"f:c\":{}}}\n");
  EXPECT_EQ(update(live, config_map(R"({"a":"1"})", other)), other_line + "{\"f:data\":{\".\":{},\"f:a\":{}}}\n")
      << "what is removed is nobody's, and the remover gets no entry";
  EXPECT_EQ(update(live, config_map("null", other)), "none");
  EXPECT_EQ(update(live, config_map(R"({"a":"9","b":"2"})", other), {.manager = "other"}),
            "other/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\".\":{},\"f:a\":{},\"f:b\":{}}}\n")
      << "an own change renews the time";
}

TEST_F(ManagedFields, UpdateTakesFromAppliersToo) {
  const std::string applied = entry("applier", R"({"f:data":{"f:a":{},"f:b":{}}})", "2024-01-01T00:00:00Z", "Apply");
  EXPECT_EQ(update(config_map(R"({"a":"1","b":"2"})", applied), config_map(R"({"a":"9","b":"2"})", applied)),
            "applier/Apply/v1@2024-01-01T00:00:00Z {\"f:data\":{\"f:b\":{}}}\n"
            "me/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\"f:a\":{}}}\n");
}

TEST_F(ManagedFields, SubresourcesHaveEntriesOfTheirOwn) {
  const std::string other = entry("me", R"({"f:data":{"f:a":{}}})");
  const std::string live = config_map(R"({"a":"1"})", other);
  EXPECT_EQ(update(live, config_map(R"({"a":"2"})", entry("forged", "{\"f:data\":{}}")), {.manager = "me", .subresource = "status"}),
            "me/Update/v1/status@2024-01-01T12:00:00Z {\"f:data\":{\"f:a\":{}}}\n")
      << "entries sent through a subresource do not count";
  const std::string_view reset[] = {"data"};
  EXPECT_EQ(update(live, config_map(R"({"a":"2"})", other), {.manager = "you", .reset_fields = reset}),
            "me/Update/v1@2024-01-01T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n")
      << "what the endpoint does not write changes hands with no one";
  const std::string_view written[] = {"data.*"};
  EXPECT_EQ(update(live, R"({"metadata":{"uid":"u","labels":{"l":"1"}},"data":{"a":"2"}})", {.manager = "you", .written_fields = written}),
            "you/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\"f:a\":{}}}\n");
}

TEST_F(ManagedFields, ObjectsWithoutEntriesAreNotTracked) {
  EXPECT_EQ(update(config_map(R"({"a":"1"})"), config_map(R"({"a":"2"})")), "none");
  const std::string other = entry("other", R"({"f:data":{"f:a":{}}})");
  for (std::string_view reset : {"[]", "[{}]"}) {
    const std::string sent = R"({"metadata":{"uid":"u","managedFields":)" + std::string(reset) + R"(},"data":{"a":"2"}})";
    EXPECT_EQ(update(config_map(R"({"a":"1"})", other), sent), "none") << reset;
  }
}

TEST_F(ManagedFields, EntriesThatClientsSend) {
  const std::string live = config_map(R"({"a":"1"})", entry("other", R"({"f:data":{"f:a":{}}})"));
  const std::string kept = "other/Update/v1@2024-01-01T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n";
  EXPECT_EQ(update(live, config_map(R"({"a":"1"})")), kept) << "none sent: those of the stored object";
  EXPECT_EQ(update(live, config_map(R"({"a":"1"})", entry("x", R"({"nonsense":{}})"))), kept) << "not to be decoded";
  EXPECT_EQ(update(live, config_map(R"({"a":"1"})", entry("x", "{}", "2024-01-01T00:00:00Z", "Replace"))), kept);
  EXPECT_EQ(update(live, config_map(R"({"a":"1"})", entry("new", R"({"f:data":{"f:a":{},"f:zz":{}}})"))),
            "new/Update/v1@2024-01-01T00:00:00Z {\"f:data\":{\"f:a\":{},\"f:zz\":{}}}\n");
  EXPECT_EQ(update(live, config_map(R"({"a":"1"})", entry("new", R"({"f:immutable":{"f:below":{}},"f:data":{"f:a":{}}})"))),
            "new/Update/v1@2024-01-01T00:00:00Z {\"f:data\":{\"f:a\":{}},\"f:immutable\":{\"f:below\":{}}}\n")
      << "below a scalar anything stays";
  EXPECT_EQ(
      update(live,
             config_map(R"({"a":"1"})",
                        R"({"manager":"old","operation":"Update","apiVersion":"v0","fieldsType":"FieldsV1","fieldsV1":{"f:data":{}}},)" +
                            entry("new", R"({"f:data":{"f:a":{}}})"))),
      "new/Update/v1@2024-01-01T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n")
      << "entries of a version that is not served go";
}

TEST_F(ManagedFields, PathsBelowAtomicFieldsBecomeTheField) {
  const std::string sent =
      R"({"metadata":{"uid":"u","managedFields":[)" +
      entry("x", R"({"f:spec":{"f:tolerations":{"i:0":{}},"f:selector":{"f:x":{}},"f:nodeSelector":{".":{},"f:y":{}}}})") +
      R"(]},"spec":{"tolerations":[{"key":"k"}]}})";
  const Document live = from_json(pod_type(), sent);
  Document pod = from_json(pod_type(), sent);
  update_managed_fields(pod_type(), &live.root(), pod, {.manager = "me", .api_version = "v1", .time = kNoon});
  EXPECT_EQ(print(pod),
            "x/Update/v1@2024-01-01T00:00:00Z {\"f:spec\":{\"f:nodeSelector\":{},\"f:selector\":{\"f:x\":{}},\"f:tolerations\":{}}}\n");
}

TEST_F(ManagedFields, AreSortedByOperationTimeAndName) {
  const std::string fields = R"({"f:data":{"f:a":{}}})";
  const std::string sent = entry("z", fields, "2024-01-02T00:00:00Z") + "," + entry("b", fields, "2024-01-03T00:00:00Z") + "," +
                           entry("a", fields, "2024-01-03T00:00:00Z") + "," + entry("late", fields, "2024-02-01T00:00:00Z", "Apply") + "," +
                           entry("a", fields, "2024-01-03T00:00:00Z", "Update", R"(,"subresource":"status")");
  EXPECT_EQ(update(config_map(R"({"a":"1"})", sent), config_map(R"({"a":"1"})", sent)),
            "late/Apply/v1@2024-02-01T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n"
            "z/Update/v1@2024-01-02T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n"
            "a/Update/v1@2024-01-03T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n"
            "a/Update/v1/status@2024-01-03T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n"
            "b/Update/v1@2024-01-03T00:00:00Z {\"f:data\":{\"f:a\":{}}}\n");
}

TEST_F(ManagedFields, TheOldestUpdatesBecomeOne) {
  std::string sent, data;
  for (int i = 0; i < 10; ++i) {
    const std::string n = std::to_string(i);
    sent += (i ? "," : "") + entry("m" + n, R"({"f:data":{"f:k)" + n + "\":{}}}", "2023-01-1" + n + "T00:00:00Z");
    data += (i ? "," : "") + ("\"k" + n + "\":\"v\"");
  }
  const std::string lines = update(config_map("{" + data + "}", sent), config_map("{" + data + ",\"new\":\"v\"}", sent));
  EXPECT_THAT(lines, testing::StartsWith("ancient-changes/Update/v1@2023-01-11T00:00:00Z {\"f:data\":{\"f:k0\":{},\"f:k1\":{}}}\n"
                                         "m2/Update/v1@2023-01-12T00:00:00Z"));
  EXPECT_EQ(std::ranges::count(lines, '\n'), 10);
  EXPECT_THAT(lines, testing::EndsWith("me/Update/v1@2024-01-01T12:00:00Z {\"f:data\":{\"f:new\":{}}}\n"));
}

TEST(ManagerName, IsTheOneGivenOrTheProgramsName) {
  EXPECT_EQ(manager_name("mine", "kubectl/v1.36"), "mine");
  EXPECT_EQ(manager_name("", "kubectl/v1.36 (linux/amd64)"), "kubectl");
  EXPECT_EQ(manager_name("", "My Agent\t\x01é/1"), "My Agenté");
  EXPECT_EQ(manager_name("", ""), "");
  EXPECT_EQ(manager_name("", std::string(200, 'a')).size(), kManagerNameBytesMax);
}

TEST(CheckManagedFields, SaysWhatIsWrong) {
  const auto check = [](std::string_view entries) {
    const Document pod = from_json(pod_type(), R"({"metadata":{"managedFields":)" + std::string(entries) + "}}");
    auto checked = check_managed_fields(ObjectMeta(pod_type(), pod.root()).managed_fields());
    return checked ? "" : checked.error().message();
  };
  EXPECT_EQ(check("[]"), "");
  EXPECT_EQ(check("[{}]"), "operation must be `Apply` or `Update`");
  EXPECT_EQ(check(R"([{"operation":"Apply"}])"), "apiVersion must not be empty");
  EXPECT_EQ(check(R"([{"operation":"Apply","apiVersion":"v1"}])"), "missing fieldsType in managed fields entry 0");
  EXPECT_EQ(check(R"([{"operation":"Apply","apiVersion":"v1","fieldsType":"X"}])"), "invalid fieldsType \"X\" in managed fields entry 0");
  EXPECT_EQ(check(R"([{"operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1"}])"), "");
}

}  // namespace
}  // namespace pintle::object
