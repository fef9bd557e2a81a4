// PlainObject: an object as plain JSON at one version of its API, and its conversion to others.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "object/document.h"
#include "object/managed_fields.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

struct PlainObject {
  std::string_view api_version;
  const schema::Type* type = nullptr;
  Value value;
};

class PlainConverter {
 public:
  // Plain trees are made in `arena`; converted objects live as long as this.
  PlainConverter(const ManagedRequest& request, Arena& arena) : request_(request), arena_(arena) {}

  // The same object at another version; nothing when that version is not served.
  std::optional<PlainObject> convert(const PlainObject& object, std::string_view api_version);
  Arena& arena() { return arena_; }

 private:
  const ManagedRequest& request_;
  Arena& arena_;
  std::vector<Document> documents_;
};

}  // namespace pintle::object
