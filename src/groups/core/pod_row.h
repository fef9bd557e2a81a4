// The row of a Pod in a Table: what kubectl shows as READY, STATUS and RESTARTS is made here.
#pragma once

#include "api/cells.h"

namespace pintle::core {

namespace v1 {
class Pod;
}

void pod_row(v1::Pod pod, int64_t now_seconds, api::Cells& cells);

}  // namespace pintle::core
