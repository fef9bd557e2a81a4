// Event: something that happened to an object; removed by itself after a while. Source: core/v1 Event; pkg/registry/core/event.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kEvent = {
    .group = "",
    .version = "v1",
    .kind = "Event",
    .resource = "events",
    .singular = "event",
    .short_names = {"ev"},
    .key_prefix = "/registry/events/",
    .selectable_fields =
        {
            {.name = "involvedObject.kind"},
            {.name = "involvedObject.namespace"},
            {.name = "involvedObject.name", .indexed = true},
            {.name = "involvedObject.uid", .indexed = true},
            {.name = "involvedObject.apiVersion"},
            {.name = "involvedObject.resourceVersion"},
            {.name = "involvedObject.fieldPath"},
            {.name = "reason"},
            {.name = "reportingComponent"},
            {.name = "source", .path = "source.component"},
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

}  // namespace pintle::core
