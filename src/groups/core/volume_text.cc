#include "groups/core/volume_text.h"

#include "groups/row_text.h"

namespace pintle::core {

std::string access_modes_text(object::ListView<std::string_view> modes) {
  std::vector<std::string> texts;
  if (modes.contains("ReadWriteOnce")) texts.emplace_back("RWO");
  if (modes.contains("ReadOnlyMany")) texts.emplace_back("ROX");
  if (modes.contains("ReadWriteMany")) texts.emplace_back("RWX");
  if (modes.contains("ReadWriteOncePod")) texts.emplace_back("RWOP");
  return groups::joined(texts);
}

}  // namespace pintle::core
