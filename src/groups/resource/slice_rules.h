// The rules of ResourceSlices: which devices of a driver are where.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/resource/validation/validation.go.
#pragma once

#include "object/field_error.h"
#include "object/field_path.h"
#include "views/resource_v1.h"

namespace pintle::resource {

// `old` is absent on create.
void validate_slice(v1::ResourceSliceSpec spec, v1::ResourceSliceSpec old, object::ErrorList& errors);

// How a device may say where it is: only if its slice leaves that to the devices.
enum class DevicePlace : uint8_t { kOfSlice, kOfDevice };
void validate_device(v1::Device device, v1::Device old, DevicePlace place, const object::FieldPath& path, object::ErrorList& errors);
// An attribute's value, or a capacity with the amounts that may be asked of it.
void validate_attribute(v1::DeviceAttribute attribute, const object::FieldPath& path, object::ErrorList& errors);
void validate_request_policy(v1::DeviceCapacity capacity, const object::FieldPath& path, object::ErrorList& errors);
void validate_counters(object::MapView<v1::Counter> counters, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::resource
