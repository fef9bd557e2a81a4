// unified_diff: how two texts differ, line by line, in the form that messages about immutable fields show:
//
//   @@ -1,4 +1,4 @@
//    {
//   - "VolumeName": "a",
//   + "VolumeName": "b",
//
// The lines that are matched are those that upstream's library matches (the longest block first; lines that occur very often in a long text
// are not looked for), so that the text is the same. Pure; any thread.
// Source: k8s.io/apimachinery/pkg/util/diff.Diff; github.com/pmezard/go-difflib (Python's difflib).
#pragma once

#include <string>
#include <string_view>

namespace pintle::object {

// "" when the texts are equal. Three lines of context; every line of the answer ends in a newline.
std::string unified_diff(std::string_view before, std::string_view after);

}  // namespace pintle::object
