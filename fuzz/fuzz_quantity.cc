// Quantities and times: what is accepted is printed in a form that is accepted and means the same.
#include <string>

#include "base/check.h"
#include "object/canonical.h"
#include "object/quantity.h"
#include "object/time.h"

using namespace pintle;
using object::Quantity;

namespace {

void try_quantity(std::string_view text) {
  Result<Quantity> quantity = Quantity::parse(text);
  PINTLE_CHECK(quantity.has_value() || !object::is_plainly_canonical_quantity(text));
  if (!quantity) return;
  std::string printed = quantity->to_string();
  if (object::is_plainly_canonical_quantity(text)) PINTLE_CHECK(printed == text);
  Result<Quantity> again = Quantity::parse(printed);
  PINTLE_CHECK(again.has_value());
  PINTLE_CHECK(again->to_string() == printed);
  Quantity sum = *quantity;
  sum += *again;
  sum -= *again;
  // There is no unit above E: upstream prints what is larger without one.
  bool has_unit = *quantity < Quantity::scaled(1, 21) && *quantity > Quantity::scaled(-1, 21);
  if (has_unit) PINTLE_CHECK(*again == *quantity && sum == *quantity);
  quantity->milli_value();
}

void try_time(std::string_view text) {
  Result<object::Timestamp> time = object::parse_time(text);
  if (!time) return;
  PINTLE_CHECK(object::parse_time(object::format_time(*time))->seconds == time->seconds);
  PINTLE_CHECK(object::parse_micro_time(object::format_micro_time(*time))->nanos == time->nanos / 1000 * 1000);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  try_quantity(text);
  try_time(text);
  return 0;
}
