// The rules of Pods on Windows: options of security contexts, host processes, and what a Pod of one OS must not have of the other.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validateWindowsSecurityContextOptions,
// validateWindowsHostProcessPod, validateOS, validateLinux, validateWindows.
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_windows_options(v1::WindowsSecurityContextOptions options, const object::FieldPath& path, object::ErrorList& errors);

// `path` is that of the spec.
void validate_host_process_pod(v1::PodSpec spec, const object::FieldPath& path, object::ErrorList& errors);
// spec.os, and for a known one the fields that it has no use for.
void validate_os(v1::PodSpec spec, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
