// Event: the newer form of core Event; the same objects, stored as core/v1. Source: events.k8s.io/v1 Event; pkg/registry/core/event/event.
#include "api/metadata_rules.h"
#include "groups/convert.h"
#include "groups/core/event_row.h"
#include "groups/core/event_rules.h"
#include "groups/events/events.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"
#include "views/events_v1.h"

namespace pintle::events {
namespace {

using groups::hook;

void row(v1::Event event, int64_t now_seconds, api::Cells& cells) {
  const core::v1::ObjectReference regarding = event.regarding();
  core::EventRow texts{
      .name = event.metadata().name(),
      .type = event.type(),
      .reason = event.reason(),
      .message = event.note(),
      .first_seen = event.deprecated_first_timestamp(),
      .last_seen = event.deprecated_last_timestamp(),
      .event_time = event.event_time(),
      .count = event.deprecated_count(),
      .object_kind = regarding.kind(),
      .object_name = regarding.name(),
      .object_field = regarding.field_path(),
      .component = groups::or_else(event.deprecated_source().component(), event.reporting_controller()),
      .instance = groups::or_else(event.deprecated_source().host(), event.reporting_instance()),
  };
  if (event.has_series()) texts.series = {event.series().last_observed_time(), event.series().count()};
  core::write_event_row(texts, now_seconds, cells);
}

constexpr groups::Rename kRenames[] = {
    {"regarding", "involvedObject"},
    {"note", "message"},
    {"reportingController", "reportingComponent"},
    {"deprecatedSource", "source"},
    {"deprecatedFirstTimestamp", "firstTimestamp"},
    {"deprecatedLastTimestamp", "lastTimestamp"},
    {"deprecatedCount", "count"},
};

Result<void> to_storage(object::Document& document) {
  groups::convert_document(document, core::v1::Event::schema_type(), kRenames);
  return {};
}

Result<void> from_storage(object::Document& document) {
  groups::convert_document(document, v1::Event::schema_type(), kRenames);
  return {};
}

// An event as the core Event that the rules are about.
class CoreEvent {
 public:
  explicit CoreEvent(v1::Event event)
      : value_(groups::convert_value(*event.node(), v1::Event::schema_type(), core::v1::Event::schema_type(), kRenames, arena_)) {}
  core::v1::Event view() const { return core::v1::Event(&value_); }

 private:
  object::Arena arena_;
  object::Value value_;
};

object::ObjectMeta meta_of(v1::Event event) { return object::ObjectMeta(event.metadata().node()); }

void validate(v1::Event event, object::ErrorList& errors) {
  const CoreEvent converted(event);
  core::validate_event(converted.view(), core::EventApi::kEvents, errors);
  api::validate_metadata(kEvent, meta_of(event), errors);
  core::validate_strict_event(converted.view(), errors);
}

void validate_update(v1::Event event, v1::Event old, object::ErrorList& errors) {
  const CoreEvent converted(event);
  const CoreEvent old_converted(old);
  core::validate_event(converted.view(), core::EventApi::kEvents, errors);
  api::validate_metadata_update(kEvent, meta_of(event), meta_of(old), errors);
  core::validate_strict_event_update(converted.view(), old_converted.view(), errors);
}

}  // namespace

const api::Kind kEvent = {
    .group = "events.k8s.io",
    .version = "v1",
    .kind = "Event",
    .resource = "events",
    .singular = "event",
    .short_names = {"ev"},
    .key_prefix = "/registry/events/",
    .storage_group_version = "v1",
    .to_storage = to_storage,
    .from_storage = from_storage,
    .selectable_fields =
        {
            {.name = "regarding.kind", .path = "involvedObject.kind"},
            {.name = "regarding.namespace", .path = "involvedObject.namespace"},
            {.name = "regarding.name", .path = "involvedObject.name", .indexed = true},
            {.name = "regarding.uid", .path = "involvedObject.uid", .indexed = true},
            {.name = "regarding.apiVersion", .path = "involvedObject.apiVersion"},
            {.name = "regarding.resourceVersion", .path = "involvedObject.resourceVersion"},
            {.name = "regarding.fieldPath", .path = "involvedObject.fieldPath"},
            {.name = "reason"},
            {.name = "reportingController", .path = "reportingComponent"},
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

}  // namespace pintle::events
