#include "groups/rbac/subject_text.h"

#include "groups/row_text.h"
#include "views/rbac_v1.h"

namespace pintle::rbac {

std::string subjects_text(object::ListView<v1::Subject> subjects, std::string_view kind) {
  std::vector<std::string> texts;
  for (const v1::Subject subject : subjects) {
    if (subject.kind() != kind) continue;
    std::string text;
    if (kind == "ServiceAccount") text.append(subject.namespace_()).append("/");
    texts.push_back(text.append(subject.name()));
  }
  return groups::joined(texts, ", ");
}

}  // namespace pintle::rbac
