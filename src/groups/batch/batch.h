// The kinds of batch.
#pragma once

#include "api/kind.h"

namespace pintle::batch {

extern const api::Kind kCronJob;
extern const api::Kind kJob;

}  // namespace pintle::batch
