// A configuration file: YAML or JSON of a versioned kind.
//
//   const ConfigKind kPolicy{.group = "audit.k8s.io", .versions = kVersions, .kind = "Policy", .type = ..., .scheme = "..."};
//   PINTLE_TRY(Decoded policy, decode_config(kPolicy, text));
//
// Unknown and repeated fields are in strict_errors; the caller decides what they come to, mostly by strict_fault().
// Thread: pure. Errors: bad_request with upstream's message: not readable, no kind, another kind.
// Source: k8s.io/apimachinery/pkg/runtime/serializer UniversalDecoder, runtime/error.go.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "object/json.h"

namespace pintle::object {

struct ConfigKind {
  std::string_view group;
  std::span<const std::string_view> versions;
  std::string_view kind;
  const schema::Type* type = nullptr;  // of every version: they have the same fields
  std::string_view scheme;             // as upstream's messages name it: the place in its source
  // Others that the scheme knows: a file of one is told apart from nonsense.
  std::span<const std::string_view> other_kinds = {};
};

Result<Decoded> decode_config(const ConfigKind& wanted, const Bytes& text);
// "strict decoding error: ..."; "" for none.
std::string strict_fault(const std::vector<std::string>& strict_errors);

}  // namespace pintle::object
