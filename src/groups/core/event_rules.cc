#include "groups/core/event_rules.h"

#include "groups/internal_json.h"
#include "object/equality.h"
#include "object/validation.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr size_t kReportingInstanceBytesMax = 128;
constexpr size_t kActionBytesMax = 128;
constexpr size_t kReasonBytesMax = 128;
constexpr size_t kMessageBytesMax = 1024;
constexpr int32_t kSeriesCountMin = 2;
constexpr std::string_view kEmptyValue = R"("")";  // what upstream prints in place of the value
constexpr std::string_view kOtherNamespace = "does not match event.namespace";
constexpr std::string_view kUnset = "needs to be unset";

FieldPath involved_namespace_path() { return FieldPath("involvedObject").child("namespace"); }

void validate_length(std::string_view text, size_t bytes_max, std::string_view field, ErrorList& errors) {
  if (text.size() > bytes_max)
    errors.invalid(FieldPath(field), kEmptyValue, "can have at most " + std::to_string(bytes_max) + " characters");
}

// Events as clients wrote them before they had an eventTime.
void validate_old_event(v1::Event event, ErrorList& errors) {
  const std::string_view involved = event.involved_object().namespace_();
  const std::string_view own = event.metadata().namespace_();
  const bool agrees = involved.empty() ? own.empty() || own == "default" : own == involved;
  if (!agrees) errors.invalid(involved_namespace_path(), quoted(involved), kOtherNamespace);
}

void validate_new_event(v1::Event event, EventApi api, ErrorList& errors) {
  const std::string_view involved = event.involved_object().namespace_();
  const std::string_view own = event.metadata().namespace_();
  if (involved.empty() && own != "default" && own != "kube-system")
    errors.invalid(involved_namespace_path(), quoted(involved), kOtherNamespace);
  const FieldPath controller_path(api == EventApi::kCore ? "reportingComponent" : "reportingController");
  const std::string_view controller = event.reporting_component();
  if (controller.empty()) errors.required(controller_path, "");
  errors.invalid_text_each(controller_path, controller, object::is_qualified_name(controller));
  if (event.reporting_instance().empty()) errors.required(FieldPath("reportingInstance"), "");
  validate_length(event.reporting_instance(), kReportingInstanceBytesMax, "reportingInstance", errors);
  if (event.action().empty()) errors.required(FieldPath("action"), "");
  validate_length(event.action(), kActionBytesMax, "action", errors);
  if (event.reason().empty()) errors.required(FieldPath("reason"), "");
  validate_length(event.reason(), kReasonBytesMax, "reason", errors);
  validate_length(event.message(), kMessageBytesMax, "message", errors);
}

void validate_series(v1::Event event, ErrorList& errors) {
  if (!event.series()) return;
  if (event.series().count() < kSeriesCountMin) errors.invalid(FieldPath("series.count"), kEmptyValue, "should be at least 2");
  if (event.series().last_observed_time().empty()) errors.required(FieldPath("series.lastObservedTime"), "");
}

void validate_kept(std::string_view text, std::string_view old, std::string_view field, ErrorList& errors) {
  if (text != old) errors.invalid(FieldPath(field), quoted(text), object::kImmutableError);
}

void validate_kept_time(std::string_view time, std::string_view old, std::string_view field, ErrorList& errors) {
  if (time != old) errors.invalid(FieldPath(field), time.empty() ? "null" : json_quoted(time), object::kImmutableError);
}

template <class V>
void validate_kept_struct(V part, V old, std::string_view field, ErrorList& errors) {
  if (!object::semantic_equal(V::schema_type(), part.node(), old.node()))
    errors.invalid(FieldPath(field), groups::internal_json_line(part), object::kImmutableError);
}

}  // namespace

void validate_event(v1::Event event, EventApi api, ErrorList& errors) {
  if (event.event_time().empty())
    validate_old_event(event, errors);
  else
    validate_new_event(event, api, errors);
  const std::string_view own = event.metadata().namespace_();
  errors.invalid_text_each(FieldPath("namespace"), own, object::is_dns1123_subdomain(own));
}

void validate_strict_event(v1::Event event, ErrorList& errors) {
  validate_series(event, errors);
  if (event.event_time().empty()) errors.required(FieldPath("eventTime"), "");
  if (event.type() != "Normal" && event.type() != "Warning")
    errors.invalid(FieldPath("type"), kEmptyValue, "has invalid value: " + std::string(event.type()));
  if (!event.first_timestamp().empty()) errors.invalid(FieldPath("firstTimestamp"), kEmptyValue, kUnset);
  if (!event.last_timestamp().empty()) errors.invalid(FieldPath("lastTimestamp"), kEmptyValue, kUnset);
  if (event.count() != 0) errors.invalid(FieldPath("count"), kEmptyValue, kUnset);
  if (!event.source().component().empty() || !event.source().host().empty()) errors.invalid(FieldPath("source"), kEmptyValue, kUnset);
}

void validate_strict_event_update(v1::Event event, v1::Event old, ErrorList& errors) {
  const bool has_series = event.series().present();
  if (has_series != old.series().present() ||
      !object::semantic_equal(v1::EventSeries::schema_type(), event.series().node(), old.series().node()))
    validate_series(event, errors);
  validate_kept_struct(event.involved_object(), old.involved_object(), "involvedObject", errors);
  validate_kept(event.reason(), old.reason(), "reason", errors);
  validate_kept(event.message(), old.message(), "message", errors);
  validate_kept_struct(event.source(), old.source(), "source", errors);
  validate_kept_time(event.first_timestamp(), old.first_timestamp(), "firstTimestamp", errors);
  validate_kept_time(event.last_timestamp(), old.last_timestamp(), "lastTimestamp", errors);
  if (event.count() != old.count()) errors.invalid(FieldPath("count"), std::to_string(event.count()), object::kImmutableError);
  validate_kept(event.reason(), old.reason(), "reason", errors);
  validate_kept(event.type(), old.type(), "type", errors);
  validate_kept_time(event.event_time(), old.event_time(), "eventTime", errors);
  validate_kept(event.action(), old.action(), "action", errors);
  if (event.related().present() != old.related().present())
    errors.invalid(FieldPath("related"), event.related() ? groups::internal_json_line(event.related()) : "null", object::kImmutableError);
  else
    validate_kept_struct(event.related(), old.related(), "related", errors);
  validate_kept(event.reporting_component(), old.reporting_component(), "reportingController", errors);
  validate_kept(event.reporting_instance(), old.reporting_instance(), "reportingInstance", errors);
}

}  // namespace pintle::core
