// The rules of Events. An event of events.k8s.io is stored as a core one, and its rules name core's fields; they are stricter there.
//
//   validate_event(event, EventApi::kCore, errors);
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/core/validation/events.go.
#pragma once

#include <cstdint>

#include "object/field_error.h"

namespace pintle::core::v1 {
class Event;
}

namespace pintle::core {

enum class EventApi : uint8_t { kCore, kEvents };

// What both versions ask for.
void validate_event(v1::Event event, EventApi api, object::ErrorList& errors);
// What events.k8s.io asks for beside that, on create after metadata and on update after its change.
void validate_strict_event(v1::Event event, object::ErrorList& errors);
void validate_strict_event_update(v1::Event event, v1::Event old, object::ErrorList& errors);

}  // namespace pintle::core
