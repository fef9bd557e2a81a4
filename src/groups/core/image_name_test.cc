// Proves that the tag of an image's name is found where kube-apiserver finds it, which decides how the image is pulled.
#include "groups/core/image_name.h"

#include <gtest/gtest.h>

#include <string>

namespace pintle::core {
namespace {

const std::string kDigits(64, 'a');

TEST(ImageName, HasATag) {
  const struct {
    std::string image, wanted;
  } cases[] = {
      {"nginx", "latest"},
      {"nginx:1.25", "1.25"},
      {"library/nginx", "latest"},
      {"localhost:5000/nginx", "latest"},
      {"localhost:5000/nginx:v1", "v1"},
      {"registry.example.com/a/b-c/d__e:1_2", "1_2"},
      {"[2001:db8::1]:5000/x", "latest"},
      {"nginx@sha256:" + kDigits, ""},
      {"nginx:1@sha256:" + kDigits, "1"},
      {"foo_bar.baz/x", "latest"},
      // Not valid: no tag.
      {"", ""},
      {" ", ""},
      {"Nginx", ""},
      {"nginx:", ""},
      {"nginx:-x", ""},
      {"a//b", ""},
      {"a___b", ""},
      {"nginx@sha256:abc", ""},
      {"nginx@md5:" + kDigits, ""},
      {kDigits, ""},
      {"nginx:" + std::string(129, 'x'), ""},
      {std::string(300, 'x'), ""},
  };
  for (const auto& c : cases) EXPECT_EQ(image_tag(c.image), c.wanted) << c.image;
}

TEST(ImageName, IsPulledAlwaysWhenLatest) {
  EXPECT_EQ(default_pull_policy("nginx"), "Always");
  EXPECT_EQ(default_pull_policy("nginx:latest"), "Always");
  EXPECT_EQ(default_pull_policy("nginx:1"), "IfNotPresent");
  EXPECT_EQ(default_pull_policy("no such name"), "IfNotPresent");
}

}  // namespace
}  // namespace pintle::core
