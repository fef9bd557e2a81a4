// Event: the newer form of core Event; the same objects, stored as core/v1. Source: events.k8s.io/v1 Event; pkg/registry/core/event/event.
#include "groups/events/events.h"

namespace pintle::events {

const api::Kind kEvent = {
    .group = "events.k8s.io",
    .version = "v1",
    .kind = "Event",
    .resource = "events",
    .singular = "event",
    .short_names = {"ev"},
    .key_prefix = "/registry/events/",
    .storage_group_version = "v1",
    .selectable_fields =
        {
            {.name = "regarding.kind"},
            {.name = "regarding.namespace"},
            {.name = "regarding.name", .indexed = true},
            {.name = "regarding.uid", .indexed = true},
            {.name = "regarding.apiVersion"},
            {.name = "regarding.resourceVersion"},
            {.name = "regarding.fieldPath"},
            {.name = "reason"},
            {.name = "reportingController"},
            {.name = "type"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            {.name = "Last Seen", .type = "string", .documented_by = {"core.v1.Event", "lastTimestamp"}},
            {.name = "Type", .type = "string", .documented_by = {"core.v1.Event", "type"}},
            {.name = "Reason", .type = "string", .documented_by = {"core.v1.Event", "reason"}},
            {.name = "Object", .type = "string", .documented_by = {"core.v1.Event", "involvedObject"}},
            {.name = "Subobject", .type = "string", .documented_by = {"core.v1.ObjectReference", "fieldPath"}, .priority = 1},
            {.name = "Source", .type = "string", .documented_by = {"core.v1.Event", "source"}, .priority = 1},
            {.name = "Message", .type = "string", .documented_by = {"core.v1.Event", "message"}},
            {.name = "First Seen", .type = "string", .documented_by = {"core.v1.Event", "firstTimestamp"}, .priority = 1},
            {.name = "Count", .type = "string", .documented_by = {"core.v1.Event", "count"}, .priority = 1},
            {.name = "Name", .type = "string", .format = "name", .documented_by = {"meta.v1.ObjectMeta", "name"}, .priority = 1},
        },
    .validate_name = object::name_is_path_segment,
    .garbage_collection = api::GarbageCollection::kUnsupported,
    .create_on_update = true,
    .expires = true,
};

}  // namespace pintle::events
