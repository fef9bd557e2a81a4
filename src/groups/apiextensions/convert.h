// CustomResourceDefinition between apiextensions.k8s.io/v1 and the stored v1beta1.
//
// v1beta1 holds schema, subresources, columns and selectable fields once in spec when all versions have the same; v1 has them in each
// version. The webhook of a conversion is a struct in v1 and stands open in v1beta1.
// Thread: pure. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/conversion.go, same rules.
#pragma once

#include "base/result.h"
#include "object/document.h"

namespace pintle::apiextensions {

Result<void> convert_to_v1beta1(object::Document& document);
Result<void> convert_to_v1(object::Document& document);

}  // namespace pintle::apiextensions
