#include "object/zero.h"

namespace pintle::object {

Value zero_element(const schema::Type& type) {
  switch (type.kind) {
    case schema::TypeKind::kBool:
      return Value::boolean(false);
    case schema::TypeKind::kInt32:
    case schema::TypeKind::kInt64:
    case schema::TypeKind::kIntOrString:
      return Value::integer(0);
    case schema::TypeKind::kDouble:
      return Value::real(0);
    case schema::TypeKind::kString:
    case schema::TypeKind::kTime:
    case schema::TypeKind::kMicroTime:
      return Value::string("");
    case schema::TypeKind::kDuration:
      return Value::string("0s");
    case schema::TypeKind::kQuantity:
      return Value::string("0");
    case schema::TypeKind::kStruct:
      return Value::empty_struct();
    default:
      return Value();
  }
}

}  // namespace pintle::object
