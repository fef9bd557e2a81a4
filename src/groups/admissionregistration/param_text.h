// Parameters of admission policies as the cells of a Table.
#pragma once

#include <string>

namespace pintle::admissionregistration {

namespace v1 {
class ParamKind;
class ParamRef;
}  // namespace v1

// "rules.example.com/v1/ReplicaLimit"; "<unset>" for none.
std::string param_kind_text(v1::ParamKind kind);
// "ns/name", "*/name", the selector as Go prints it; "<unset>" for none.
std::string param_ref_text(v1::ParamRef ref);

}  // namespace pintle::admissionregistration
