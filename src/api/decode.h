// A request body to an object of the kind that its URL names.
//
// Unknown and duplicate fields: ignored, told as warnings, or refused, by the fieldValidation option (JSON and YAML only).
// Errors: 400 with upstream's words: what the body says it is, what it must be, why it cannot be read.
// Source: apiserver/pkg/endpoints/handlers/create.go, rest.go (transformDecodeError, summarizeData).
#pragma once

#include <string>
#include <vector>

#include "api/media_type.h"
#include "api/options.h"
#include "base/bytes.h"
#include "base/result.h"
#include "object/document.h"

namespace pintle::api {

// What the body has to be. `group_version` as in apiVersion.
struct ExpectedKind {
  const schema::Type* type;
  std::string_view group;
  std::string_view version;
  std::string_view kind;
  std::string_view also_version;  // of the same group and fields, taken as well
};

struct DecodeOptions {
  Encoding encoding = Encoding::kJson;
  FieldValidation field_validation = FieldValidation::kIgnore;
};

// The document's apiVersion and kind are those of `expected`. `warnings` gets the text of each strict error under kWarn.
Result<object::Document> decode_body(const ExpectedKind& expected, Bytes body, const DecodeOptions& options,
                                     std::vector<std::string>& warnings);

// "strict decoding error: unknown field "a", duplicate field "b"".
std::string strict_decoding_error(const std::vector<std::string>& errors);

}  // namespace pintle::api
