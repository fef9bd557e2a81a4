// The subjects of a binding as a cell of its Table.
#pragma once

#include <string>
#include <string_view>

#include "object/view.h"

namespace pintle::rbac {

namespace v1 {
class Subject;
}

// The names of the subjects of a kind ("User"), with their namespace for ServiceAccounts: "alice, bob", "default/builder".
std::string subjects_text(object::ListView<v1::Subject> subjects, std::string_view kind);

}  // namespace pintle::rbac
