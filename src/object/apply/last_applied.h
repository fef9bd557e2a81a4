// The annotation of client-side apply, which kubectl leaves on objects and server-side apply by kubectl takes over.
// Source: managedfields/internal/lastapplied.go, lastappliedmanager.go, lastappliedupdater.go.
#pragma once

#include <optional>
#include <string_view>

#include "object/document.h"
#include "object/field_set.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

inline constexpr std::string_view kLastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";
// The only manager for which the annotation matters.
inline constexpr std::string_view kKubectlManager = "kubectl";

// The fields that client-side apply set and that are still as it set them: kubectl may take them without asking. Nothing when the
// plain object has no such annotation or it cannot be read.
std::optional<FieldSet> last_applied_fields(const schema::Type& type, const Value& plain, std::string_view api_version, Arena& arena);

// Renews the annotation of an object that has one; removes it when it would be too long.
void renew_last_applied(Document& object, const Value& config);

}  // namespace pintle::object
