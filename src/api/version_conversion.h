// Conversion between the served versions of one stored resource (autoscaling v1 and v2, events of two groups): what managedFields needs,
// whose entries say at which version their fields were written.
//
//   request.convert = version_converter(call);
//
// Thread: any. The converter refers to the call's registry and resource. Errors: an apiVersion that is not served, the kind's own.
// Source: k8s.io/apimachinery/pkg/util/managedfields/internal/versionconverter.go.
#pragma once

#include <functional>
#include <string_view>

#include "api/resource.h"
#include "base/result.h"
#include "object/document.h"

namespace pintle::api {

// Gives an object of the resource at another apiVersion. Null when the resource is served at one version only.
using VersionConverter = std::function<Result<object::Document>(const object::Value& object, std::string_view api_version)>;
VersionConverter version_converter(const Registry& registry, const Resource& resource);

}  // namespace pintle::api
