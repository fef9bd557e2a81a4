// managedFields: who owns which fields of an object. Kept up by every write; what server-side apply decides by.
//
//   update_managed_fields(type, live, updated, {.manager = manager_name(query, user_agent), .api_version = "v1", .time = now});
//   PINTLE_TRY(Document object, apply_configuration(type, live, config, request, Force::kNo, default_pod));
//
// An entry is {manager, operation, apiVersion, time, fieldsType, fieldsV1, subresource}; the identity of an entry is all but the time
// and the fields (and, for Apply, the apiVersion). An Update takes ownership of what it changes; an Apply owns what it names.
//
// Thread: pure. Times and clocks come in as text.
// Source: k8s.io/apimachinery/pkg/util/managedfields/internal, sigs.k8s.io/structured-merge-diff/v6/merge; the names of the steps are
// upstream's (strip meta, skip non-applied, cap managers, last-applied).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "object/document.h"
#include "object/field_set.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

inline constexpr size_t kUpdateManagersMax = 10;  // beyond it the oldest updates become one entry "ancient-changes"
inline constexpr size_t kManagerNameBytesMax = 128;

// The manager of a write: the query parameter fieldManager, else the User-Agent up to its first '/', printable characters only.
std::string manager_name(std::string_view field_manager, std::string_view user_agent);

struct ManagedRequest {
  std::string_view manager;      // "" becomes "unknown"
  std::string_view api_version;  // of the object and the request: "apps/v1"
  std::string_view kind;         // apply only: "Deployment"
  std::string_view subresource;  // "" for the main resource
  std::string_view time;         // now, RFC 3339 with seconds, UTC
  // Dotted paths that this endpoint does not write: "status" on the main resource, "spec" on /status. Never owned, nor what is below.
  std::span<const std::string_view> reset_fields;
  // Unless empty, only these paths and what is below them are owned. `*` is any element: "spec.containers.*.resources".
  std::span<const std::string_view> written_fields;
  // An object at another apiVersion, for entries written at that version; null or a failure drops such entries.
  // The type of the result is its Document's.
  std::function<Result<Document>(const Value& object, std::string_view api_version)> convert;
};

// After any write but apply: `updated` is the new object before it is stored, `live` the stored one, null on create. Sets
// updated's metadata.managedFields. Never fails: what cannot be decoded is dropped, as upstream's UpdateNoErrors.
void update_managed_fields(const schema::Type& type, const Value* live, Document& updated, const ManagedRequest& request);

enum class Force : uint8_t { kNo, kYes };
using Defaulter = std::function<void(Document&)>;

// Server-side apply: `config` is the plain tree of the applied configuration, `live` the stored object or null on create. The result
// is the new object with its managedFields, defaulted by `defaulter` when the merge changed anything.
// Errors: 409 with a cause for each conflict, 400 for a configuration of another type or with managedFields, 500 with the text of the
// typed parser when the configuration does not fit the schema (that is what upstream answers).
Result<Document> apply_configuration(const schema::Type& type, const Value* live, const Value& config, const ManagedRequest& request,
                                     Force force, const Defaulter& defaulter);

// Fails with upstream's text when an entry cannot be decoded: what admission leaves behind is checked with it.
Result<void> check_managed_fields(const Value* entries);

}  // namespace pintle::object
