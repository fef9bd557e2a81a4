#include "base/loop.h"

namespace pintle {
namespace {
thread_local Loop* current_loop = nullptr;
}  // namespace

Loop* Loop::current() { return current_loop; }
void Loop::set_current(Loop* loop) { current_loop = loop; }

}  // namespace pintle
