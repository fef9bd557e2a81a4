// The official modules' own round-trip vectors: one object of each kind with nearly every field set, as JSON, YAML and protobuf, of this
// release and of those before. They are in the modules that tools/schemagen/go.mod pins; `go mod download` brings them.
//
// For tests and benchmarks only. Source: k8s.io/api/testdata, k8s.io/apiextensions-apiserver/pkg/apis/testdata,
// apimachinery/pkg/api/apitesting/roundtrip/compatibility.go.
#pragma once

#include <string>
#include <vector>

#include "schema/type.h"

namespace pintle::object {

struct TestVector {
  std::string name;  // "v1.35.0/apps.v1.Deployment"
  std::string api_version;
  std::string kind;
  const schema::Type* type = nullptr;
  std::string json, yaml, protobuf;                    // as given
  std::string json_after, yaml_after, protobuf_after;  // after a round trip; mostly the same
};

// All of them; ends the process with a message when the modules cannot be had.
const std::vector<TestVector>& test_vectors();

}  // namespace pintle::object
