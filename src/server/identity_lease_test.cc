// Proves that a server is known under the name that kube-apiserver would have on the same host.
#include "server/identity_lease.h"

#include <gtest/gtest.h>

namespace pintle::server {
namespace {

TEST(IdentityLeaseTest, IsNamedAfterTheHost) {
  EXPECT_EQ(server_identity("host-1"), "apiserver-fl6obw4ijfryx25ur4ugqryswq");
  EXPECT_NE(server_identity("host-2"), server_identity("host-1"));
}

}  // namespace
}  // namespace pintle::server
