#include "object/json_place.h"

#include <cctype>

namespace pintle::object {
namespace {

// Go names the embedded structs on the way as well; their names are those of their types.
void append_embeds(const schema::Type& owner, size_t index, std::string& out) {
  const schema::Field& field = owner.fields[index];
  bool in_type_meta = field.number == 0 && owner.has_proto && (field.name == "kind" || field.name == "apiVersion");
  if (in_type_meta) out += "TypeMeta.";
  if (field.embed == 0) return;
  const schema::Embed& embed = owner.embeds[field.embed - 1];
  out.append(embed.type->go_name.substr(embed.type->go_name.find('.') + 1)).append(".");
  append_embeds(*embed.type, index - embed.first, out);
}

}  // namespace

std::string JsonPlace::path() const {
  std::string out;
  append_path(out);
  return out;
}

void JsonPlace::append_path(std::string& out) const {
  if (!parent_) return;
  parent_->append_path(out);
  bool is_item = !owner_ && index_ != kNoIndex;
  if (is_item) {
    out.append("[").append(std::to_string(index_)).append("]");
  } else {
    out.append(out.empty() ? "" : ".").append(name_);
  }
}

std::string JsonPlace::go_field() const {
  const JsonPlace* innermost = this;
  while (innermost && !innermost->owner_) innermost = innermost->parent_;
  if (!innermost) return "";
  std::string_view owner = innermost->owner_->go_name;
  std::string out(owner.substr(owner.find('.') + 1));
  innermost->append_go_fields(out);
  return out;
}

void JsonPlace::append_go_fields(std::string& out) const {
  if (!parent_) return;
  parent_->append_go_fields(out);
  if (!owner_) return;
  out += '.';
  append_embeds(*owner_, index_, out);
  out += name_;
}

}  // namespace pintle::object
