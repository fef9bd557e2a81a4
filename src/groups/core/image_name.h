// The tag in an image's name, which decides how the image is pulled where a Container does not say.
//
//   image_tag("nginx")                    // "latest"
//   image_tag("localhost:5000/nginx:1")   // "1"
//   image_tag("nginx@sha256:...")         // ""
//
// Thread: pure. Source: pkg/util/parsers ParseImageName; github.com/distribution/reference ParseNormalizedNamed.
#pragma once

#include <string_view>

namespace pintle::core {

// "" for a name that is not valid, and for one with a digest and no tag.
std::string_view image_tag(std::string_view image);

// What an absent imagePullPolicy means: Always for the tag latest, else IfNotPresent.
std::string_view default_pull_policy(std::string_view image);

}  // namespace pintle::core
