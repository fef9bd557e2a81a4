// The options that a request's query (or, for deletes, its body) carries: meta/v1 CreateOptions, UpdateOptions, PatchOptions,
// DeleteOptions, ListOptions, read and validated as upstream does.
//
// Errors: 400 for a value that cannot be parsed, 422 ("CreateOptions.meta.k8s.io \"\" is invalid: ...") for one that is not allowed.
// Source: apimachinery/pkg/apis/meta/v1/validation, apis/meta/internalversion/validation; conversion of query values in meta/v1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/query.h"
#include "base/result.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::api {

enum class FieldValidation : uint8_t { kIgnore, kWarn, kStrict };

// Create, update and patch. kind: which of the three names the error carries.
enum class WriteKind : uint8_t { kCreate, kUpdate, kPatch, kApply };
struct WriteOptions {
  bool dry_run = false;
  std::string field_manager;
  FieldValidation field_validation = FieldValidation::kWarn;
  bool force = false;
};
Result<WriteOptions> read_write_options(const Query& query, WriteKind kind);

enum class Propagation : uint8_t { kUnset, kBackground, kForeground, kOrphan };
struct DeleteOptions {
  bool dry_run = false;
  std::optional<int64_t> grace_period_seconds;
  std::optional<bool> orphan_dependents;
  Propagation propagation = Propagation::kUnset;
  std::optional<std::string> precondition_uid;
  std::optional<std::string> precondition_resource_version;
};
Result<DeleteOptions> read_delete_options(const Query& query);
// From a decoded meta/v1 DeleteOptions.
Result<DeleteOptions> read_delete_options(const object::Value& body, const schema::Type& type);

inline constexpr std::string_view kExact = "Exact";
inline constexpr std::string_view kNotOlderThan = "NotOlderThan";
struct ListOptions {
  std::string label_selector;
  std::string field_selector;
  bool watch = false;
  bool allow_bookmarks = false;
  std::string resource_version;
  std::string resource_version_match;
  std::optional<int64_t> timeout_seconds;
  int64_t limit = 0;
  std::string continue_token;
  std::optional<bool> send_initial_events;
};
// As the query has them; a watch from any version asks for the initial events unless it says something else. Errors: 400 for numbers.
Result<ListOptions> read_list_options(const Query& query);
// Whether they go together: 422. Asked after the selectors have been parsed. A watch by the /watch/ prefix is held to be a list.
Result<void> validate_list_options(const ListOptions& options);

// A resourceVersion parameter: "" and "0" are 0. Errors: 400 with upstream's message.
Result<int64_t> parse_resource_version(std::string_view text);
// metadata.resourceVersion of an object that is sent: the same, but upstream's error is none of the API's: 500.
Result<int64_t> parse_object_version(std::string_view text);

}  // namespace pintle::api
