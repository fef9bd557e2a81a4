// Objects as they stand in events: JSON texts without blanks, and without managedFields where the policy leaves them out.
//
//   compact_json("{ \"a\": 1 }")                    ->  {"a":1}
//   without_managed_fields(pod_list_json)            ->  the same text, less metadata.managedFields of the object, of its items and of
//                                                        the objects in a Table's rows
//
// Pure; any thread. Errors: nullopt for what is no JSON. Source: encoding/json compact; apiserver/pkg/audit copyWithoutManagedFields.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pintle::audit {

// '<', '>', '&', U+2028 and U+2029 become escapes, as Go writes a JSON text into another.
std::optional<std::string> compact_json(std::string_view json);
// `json` is compact.
std::string without_managed_fields(std::string_view json);

}  // namespace pintle::audit
