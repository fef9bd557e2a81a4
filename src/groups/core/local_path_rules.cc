#include "groups/core/local_path_rules.h"

#include "object/go_format.h"

namespace pintle::core {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

void validate_path_no_backsteps(std::string_view target, const FieldPath& path, ErrorList& errors) {
  for (size_t begin = 0; begin <= target.size();) {
    const size_t end = std::min(target.find('/', begin), target.size());
    if (target.substr(begin, end - begin) == "..") return errors.invalid(path, quoted(target), "must not contain '..'");
    begin = end + 1;
  }
}

void validate_local_descending_path(std::string_view target, const FieldPath& path, ErrorList& errors) {
  if (target.starts_with('/')) errors.invalid(path, quoted(target), "must be a relative path");
  validate_path_no_backsteps(target, path, errors);
}

void validate_local_non_reserved_path(std::string_view target, const FieldPath& path, ErrorList& errors) {
  validate_local_descending_path(target, path, errors);
  if (target.starts_with("..") && !target.starts_with("../")) errors.invalid(path, quoted(target), "must not start with '..'");
}

}  // namespace pintle::core
