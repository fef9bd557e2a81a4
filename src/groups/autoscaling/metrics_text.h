// The targets of a HorizontalPodAutoscaler as a cell of its Table: "cpu: 50%/80%, 10/20 + 1 more...".
#pragma once

#include <string>

namespace pintle::autoscaling {

namespace v2 {
class HorizontalPodAutoscaler;
}

// Current and wanted value of each metric; "<none>" without metrics.
std::string metrics_text(v2::HorizontalPodAutoscaler scaler);

}  // namespace pintle::autoscaling
