// Patch: one body of a PATCH request, read once and applied to as many versions of the object as conflicts make necessary.
//
//   PINTLE_TRY(auto patch, Patch::parse(PatchKind::kStrategicMerge, body, FieldValidation::kWarn));
//   PINTLE_TRY(auto patched, patch.apply(type, live.root()));      // again after a conflict
//   for (const std::string& text : patched.warnings) ...
//
// JSON Patch (RFC 6902), JSON merge patch (RFC 7386) and strategic merge patch. They see the object as its JSON (emission.h). Merge
// patches touch only the nodes they name and copy the rest as it is. The result is neither defaulted nor validated.
//
// Ownership: a Patch keeps its body; results own all their memory. Immutable, any thread.
// Errors: 400 for a body that cannot be read, 413 for too many operations, 422 for a patch that cannot be applied or, with
// FieldValidation::kStrict, has unknown or duplicate fields; 500 where upstream answers so. Upstream looks at the body only when it has
// the object: a caller that answers "not found" does that before it looks at parse()'s result.
// Source: apiserver/pkg/endpoints/handlers/patch.go; gopkg.in/evanphx/json-patch.v4; apimachinery/pkg/util/strategicpatch.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "object/document.h"
#include "schema/type.h"

namespace pintle::object {

inline constexpr size_t kJsonPatchOperationsMax = 10000;

enum class PatchKind : uint8_t { kJson, kMerge, kStrategicMerge };
enum class FieldValidation : uint8_t { kIgnore, kWarn, kStrict };

struct Patched {
  Document object;
  std::vector<std::string> warnings;  // FieldValidation::kWarn: unknown and duplicate fields
};

class Patch {
 public:
  static Result<Patch> parse(PatchKind kind, Bytes body, FieldValidation validation);

  // `current` is of `type`.
  Result<Patched> apply(const schema::Type& type, const Value& current) const;

 private:
  struct Body;
  explicit Patch(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
  std::shared_ptr<const Body> body_;
};

}  // namespace pintle::object
