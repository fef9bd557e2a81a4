// Token files and list flags: any bytes give records or an error, and the reader comes to its end.
#include <cstdint>
#include <string_view>

#include "base/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pintle::CsvReader reader({reinterpret_cast<const char*>(data), size});
  while (true) {
    auto record = reader.next();
    if (!record || !*record) return 0;
  }
}
