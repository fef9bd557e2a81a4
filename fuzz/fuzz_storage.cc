// The storage helpers: no input crashes them, and a resourceVersion that was set is found again.
#include <string>

#include "base/check.h"
#include "object/document.h"
#include "object/storage.h"

using namespace pintle;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Bytes stored = Bytes::copy({reinterpret_cast<const char*>(data), size});
  (void)object::split_envelope(stored);
  Result<object::Metadata> before = object::scan_metadata(stored);
  Result<Bytes> changed = object::with_resource_version(stored, "42");
  if (!changed || !before) return 0;
  Result<object::Metadata> after = object::scan_metadata(*changed);
  PINTLE_CHECK(after.has_value());
  PINTLE_CHECK(after->resource_version == "42");
  return 0;
}
