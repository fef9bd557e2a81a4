// Query parameters as an object: what connections and logs are asked with (PodLogOptions, PodExecOptions, ServiceProxyOptions, ...).
//
//   PINTLE_TRY(Document options, decode_parameters(*type, query));   // ?container=c&tailLines=5 -> {container: "c", tailLines: 5}
//   core::v1::PodLogOptions view(&options.root());
//
// A parameter is the field of its JSON name; others are ignored, and of a repeated one only lists take more than the first. Fields are
// read in the order of the type. Thread: pure. Errors: 400 with Go's text for what is no number or no time.
// Source: k8s.io/apimachinery/pkg/runtime/conversion.go, pkg/apis/meta/v1/conversion.go (from url.Values).
#pragma once

#include "api/query.h"
#include "base/result.h"
#include "object/document.h"
#include "schema/type.h"

namespace pintle::api {

Result<object::Document> decode_parameters(const schema::Type& type, const Query& query);

}  // namespace pintle::api
