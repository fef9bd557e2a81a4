// The parser of a label selector's string form; callers use LabelSelector::parse.
//
//   selector    = [ requirement { "," requirement } ]
//   requirement = [ "!" ] key [ ( "in" | "notin" ) "(" [ values ] ")" | ( "=" | "==" | "!=" | ">" | "<" ) [ value ] ]
//
// Source: k8s.io/apimachinery/pkg/labels/selector.go Lexer, Parser.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/label_selector.h"

namespace pintle::object {

using RequirementCheck = Result<void> (*)(const LabelRequirement&);

// In the order of the text; each has passed `check`.
Result<std::vector<LabelRequirement>> parse_label_requirements(std::string_view text, RequirementCheck check);

}  // namespace pintle::object
