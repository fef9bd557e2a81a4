// Proves the life of a Namespace: what it gets when it is made, how it ends, and which writes its subresources take.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::json_of;
using groups::object_from;

const api::Subresource& subresource(std::string_view name) {
  return *std::ranges::find(kNamespace.subresources, name, &api::Subresource::name);
}

struct PrepareCase {
  std::string_view name;
  std::string_view before;
  std::string_view after;
};

TEST(NamespaceTest, GetsItsLabelAndPhaseByDefault) {
  const PrepareCase cases[] = {
      {"plain", R"({"metadata":{"name":"a"}})",
       R"({"metadata":{"name":"a","labels":{"kubernetes.io/metadata.name":"a"}},"spec":{},"status":{"phase":"Active"}})"},
      {"a wrong label is set right", R"({"metadata":{"name":"a","labels":{"kubernetes.io/metadata.name":"b","team":"x"}}})",
       R"({"metadata":{"name":"a","labels":{"kubernetes.io/metadata.name":"a","team":"x"}},"spec":{},"status":{"phase":"Active"}})"},
      {"no name yet", R"({"metadata":{"generateName":"a-"}})",
       R"({"metadata":{"generateName":"a-"},"spec":{},"status":{"phase":"Active"}})"},
      {"a phase stays", R"({"metadata":{"name":"a"},"status":{"phase":"Terminating"}})",
       R"({"metadata":{"name":"a","labels":{"kubernetes.io/metadata.name":"a"}},"spec":{},"status":{"phase":"Terminating"}})"},
  };
  for (const PrepareCase& c : cases) {
    object::Document document = object_from(kNamespace, c.before);
    kNamespace.set_defaults(document);
    EXPECT_EQ(json_of(document), c.after) << c.name;
  }
}

TEST(NamespaceTest, GetsTheKubernetesFinalizer) {
  const PrepareCase cases[] = {
      {"none", R"({"metadata":{"name":"a"}})",
       R"({"metadata":{"name":"a"},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}})"},
      {"there already", R"({"metadata":{"name":"a"},"spec":{"finalizers":["kubernetes"]}})",
       R"({"metadata":{"name":"a"},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}})"},
      {"beside others", R"({"metadata":{"name":"a"},"spec":{"finalizers":["example.com/x"]}})",
       R"({"metadata":{"name":"a"},"spec":{"finalizers":["example.com/x","kubernetes"]},"status":{"phase":"Active"}})"},
  };
  for (const PrepareCase& c : cases) {
    object::Document document = object_from(kNamespace, c.before);
    kNamespace.prepare_create(document, {});
    EXPECT_EQ(json_of(document), c.after) << c.name;
  }
}

TEST(NamespaceTest, AnUpdateLeavesSpecFinalizersAlone) {
  object::Document updated = object_from(kNamespace, R"({"metadata":{"name":"a"},"spec":{"finalizers":["example.com/mine"]}})");
  {
    // The stored object may go before the new one does.
    const object::Document old = object_from(kNamespace, R"({"metadata":{"name":"a"},"spec":{"finalizers":["kubernetes"]}})");
    kNamespace.prepare_update(updated, old.root(), {});
  }
  EXPECT_EQ(json_of(updated), R"({"metadata":{"name":"a"},"spec":{"finalizers":["kubernetes"]},"status":{}})");
}

struct HeldCase {
  std::string_view name;
  std::string_view json;
  bool held;
};

TEST(NamespaceTest, StaysWhileItHasSpecFinalizers) {
  const HeldCase cases[] = {
      {"not deleted yet", R"({"metadata":{"name":"a"},"spec":{}})", true},
      {"deleted", R"({"metadata":{"name":"a","deletionTimestamp":"2020-01-01T00:00:00Z"},"spec":{"finalizers":["kubernetes"]}})", true},
      {"finalized", R"({"metadata":{"name":"a","deletionTimestamp":"2020-01-01T00:00:00Z"},"spec":{}})", false},
  };
  for (const HeldCase& c : cases) EXPECT_EQ(kNamespace.held(object_from(kNamespace, c.json).root()), c.held) << c.name;
}

TEST(NamespaceTest, IsTerminatingOnceDeleted) {
  object::Document document = object_from(
      kNamespace,
      R"({"metadata":{"name":"a","deletionGracePeriodSeconds":0},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}})");
  kNamespace.prepare_delete(document, {});
  EXPECT_EQ(json_of(document), R"({"metadata":{"name":"a"},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Terminating"}})");
}

TEST(NamespaceTest, FinalizersInSpecAreQualifiedOrStandard) {
  EXPECT_EQ(groups::validate(kNamespace, R"({"spec":{"finalizers":["kubernetes","orphan","example.com/x"]}})"), "");
  EXPECT_EQ(groups::validate(kNamespace, R"({"spec":{"finalizers":["mine"]}})"),
            R"(spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified)");
  EXPECT_EQ(groups::validate_update(subresource("finalize").validate_update, kNamespace,
                                    R"({"metadata":{"name":"a","resourceVersion":"1"},"spec":{"finalizers":["kubernetes","mine"]}})",
                                    R"({"metadata":{"name":"a","resourceVersion":"1"}})"),
            R"(spec.finalizers[1]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified)");
}

struct StatusCase {
  std::string_view name;
  std::string_view metadata;
  std::string_view phase;
  std::string_view errors;
};

TEST(NamespaceTest, ThePhaseFollowsDeletion) {
  constexpr std::string_view kLive = R"({"name":"a","resourceVersion":"1"})";
  constexpr std::string_view kDeleted = R"({"name":"a","resourceVersion":"1","deletionTimestamp":"2020-01-01T00:00:00Z"})";
  const StatusCase cases[] = {
      {"active", kLive, "Active", ""},
      {"terminating", kDeleted, "Terminating", ""},
      {"terminating but not deleted", kLive, "Terminating",
       R"(status.Phase: Invalid value: "Terminating": may only be 'Active' if `deletionTimestamp` is empty)"},
      {"active but deleted", kDeleted, "Active",
       R"(status.Phase: Invalid value: "Active": may only be 'Terminating' if `deletionTimestamp` is not empty)"},
  };
  for (const StatusCase& c : cases) {
    const std::string json = R"({"metadata":)" + std::string(c.metadata) + R"(,"status":{"phase":")" + std::string(c.phase) + R"("}})";
    EXPECT_EQ(groups::validate_update(subresource("status").validate_update, kNamespace, json, json), c.errors) << c.name;
  }
}

TEST(NamespaceTest, NamesAreDnsLabels) {
  EXPECT_THAT(kNamespace.validate_name("kube-system", object::NameUse::kWhole), testing::IsEmpty());
  EXPECT_THAT(kNamespace.validate_name("a.b", object::NameUse::kWhole), testing::ElementsAre("must not contain dots"));
}

TEST(NamespaceTest, ShowsItsPhase) {
  EXPECT_EQ(groups::row_of(kNamespace,
                           R"({"metadata":{"name":"a","creationTimestamp":"1970-01-01T00:00:00Z"},"status":{"phase":"Active"}})", 300),
            R"("a","Active","5m")");
}

}  // namespace
}  // namespace pintle::core
