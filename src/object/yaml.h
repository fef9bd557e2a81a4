// YAML in and out, as sigs.k8s.io/yaml does it: YAML is turned into JSON and decoded as JSON; output is the JSON object with sorted keys.
//
//   PINTLE_TRY(Decoded pod, decode_yaml(*type, body, {.strictness = Strictness::kStrict}));
//   encode_yaml(*type, pod.document.root(), out);
//
// Scalars are YAML 1.1's as go-yaml v2 resolves them: yes/no/on/off are booleans, 0o17 and 017 octal, 1_000 a number, 2001-01-01 a string.
// Limits: aliases may not multiply the document, depth kYamlDepthMax.
// Thread: pure functions, any thread. Errors: bad_request with go-yaml's message ("yaml: line 3: did not find expected ...").
// Source: sigs.k8s.io/yaml, go.yaml.in/yaml/v2 (resolve.go, decode.go, emitterc.go).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "object/json.h"

namespace pintle::object {

inline constexpr size_t kYamlDepthMax = kJsonDepthMax;  // DIFFERS: go-yaml stops at 10000

// One document (the first; what follows is ignored, as upstream does). In strict mode a repeated key is in strict_errors with go-yaml's
// message.
Result<Decoded> decode_yaml(const schema::Type& type, const Bytes& yaml, const JsonDecodeOptions& options = {});

// The JSON text of the first document: keys sorted, "null" for an empty one.
Result<std::string> yaml_to_json(std::string_view yaml);

// The texts between lines of "---", as utilyaml.NewDocumentDecoder gives them; empty ones are kept out.
std::vector<std::string_view> split_yaml_documents(std::string_view yaml);

// Appends. `options.pretty` means nothing here.
void encode_yaml(const schema::Type& type, const Value& value, std::string& out, const JsonEncodeOptions& options = {});

// Appends a JSON text as YAML: sigs.k8s.io/yaml JSONToYAML.
Result<void> json_to_yaml(std::string_view json, std::string& out);

}  // namespace pintle::object
