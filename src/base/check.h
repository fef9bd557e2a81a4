// PINTLE_CHECK: what must hold by our own reasoning. A failure is our fault: it is logged and ends the process, so that nothing
// wrong is stored or served. Never used for a client's input, a peer's answer or the disk.
#pragma once

namespace pintle {
[[noreturn]] void check_failed(const char* expression, const char* file, int line);
}  // namespace pintle

#define PINTLE_CHECK(...) (static_cast<bool>(__VA_ARGS__) ? void() : ::pintle::check_failed(#__VA_ARGS__, __FILE__, __LINE__))
