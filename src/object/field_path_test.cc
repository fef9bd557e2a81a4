// Proves that field paths print as Kubernetes' do, the two roots included.
#include "object/field_path.h"

#include <gtest/gtest.h>

namespace pintle::object {
namespace {

struct Case {
  const char* name;
  FieldPath path;
  const char* wanted;
};

TEST(FieldPath, Prints) {
  const Case cases[] = {
      {"nil", FieldPath(), "<nil>"},
      {"empty name", FieldPath(""), "[]"},
      {"name", FieldPath("spec"), "spec"},
      {"names and subscripts", FieldPath("spec").child("containers").index(0).child("env").key("A"), "spec.containers[0].env[A]"},
      {"child of nil", FieldPath().child("key"), "key"},
      {"subscript of nil", FieldPath().index(2).child("x"), "[2].x"},
      {"key of any characters", FieldPath("metadata").child("labels").key("a/b.c"), "metadata.labels[a/b.c]"},
  };
  for (const Case& c : cases) EXPECT_EQ(c.path.to_string(), c.wanted) << c.name;
}

TEST(FieldPath, ParentIsUnchangedByChildren) {
  const FieldPath spec("spec");
  const FieldPath a = spec.child("a");
  const FieldPath b = spec.child("b");
  EXPECT_EQ(a.to_string(), "spec.a");
  EXPECT_EQ(b.to_string(), "spec.b");
  EXPECT_EQ(spec.to_string(), "spec");
}

}  // namespace
}  // namespace pintle::object
