// Event: something that happened to an object; removed by itself after a while. Source: core/v1 Event; pkg/registry/core/event.
#include "groups/core/core.h"
#include "groups/core/event_row.h"
#include "groups/core/event_rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::Event event, int64_t now_seconds, api::Cells& cells) {
  const v1::ObjectReference involved = event.involved_object();
  EventRow texts{
      .name = event.metadata().name(),
      .type = event.type(),
      .reason = event.reason(),
      .message = event.message(),
      .first_seen = event.first_timestamp(),
      .last_seen = event.last_timestamp(),
      .event_time = event.event_time(),
      .count = event.count(),
      .object_kind = involved.kind(),
      .object_name = involved.name(),
      .object_field = involved.field_path(),
      .component = groups::or_else(event.source().component(), event.reporting_component()),
      .instance = groups::or_else(event.source().host(), event.reporting_instance()),
  };
  if (event.has_series()) texts.series = {event.series().last_observed_time(), event.series().count()};
  write_event_row(texts, now_seconds, cells);
}

void validate(v1::Event event, object::ErrorList& errors) { validate_event(event, EventApi::kCore, errors); }

void validate_update(v1::Event event, v1::Event, object::ErrorList& errors) { validate_event(event, EventApi::kCore, errors); }

}  // namespace

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
            {.name = "source", .path = "source.component", .fallback = "reportingComponent"},
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
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validates_metadata = true,
    .garbage_collection = api::GarbageCollection::kUnsupported,
    .create_on_update = true,
    .expires = true,
};

}  // namespace pintle::core
