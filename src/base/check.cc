#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace pintle {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "pintle: internal check failed at %s:%d: %s\n", file, line, expression);
  std::fflush(stderr);
  std::abort();
}

}  // namespace pintle
