// Proves the order in which the versions of a group are offered.
#include "api/kube_version.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

namespace pintle::api {
namespace {

TEST(KubeVersionTest, StableComesBeforeBetaBeforeAlphaBeforeForeignNames) {
  const std::vector<std::string> wanted = {"v10",       "v2",        "v1",   "v11beta2", "v10beta3", "v3beta1",
                                           "v12alpha1", "v11alpha2", "foo1", "foo10",    "v2beta"};
  std::vector<std::string> versions(wanted.rbegin(), wanted.rend());
  std::ranges::sort(versions, comes_before);
  EXPECT_THAT(versions, testing::ElementsAreArray(wanted));
}

TEST(KubeVersionTest, NoVersionComesBeforeItself) {
  for (const std::string_view version : {"v1", "v1beta1", "foo"}) EXPECT_FALSE(comes_before(version, version)) << version;
}

}  // namespace
}  // namespace pintle::api
