// PriorityLevelConfiguration: how many requests of a level run at a time, and how the rest waits. Source: flowcontrol.apiserver.k8s.io/v1
// PriorityLevelConfiguration; pkg/registry/flowcontrol/prioritylevelconfiguration.
#include <set>

#include "api/metadata_rules.h"
#include "groups/flowcontrol/flowcontrol.h"
#include "groups/flowcontrol/rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/flowcontrol_v1_mut.h"

namespace pintle::flowcontrol {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr int32_t kDefaultShares = 30;
constexpr int32_t kDefaultHandSize = 8;
constexpr int32_t kDefaultQueues = 64;
constexpr int32_t kDefaultQueueLengthLimit = 50;
constexpr std::string_view kPreserveZero = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";

ObjectMeta meta_of(v1::PriorityLevelConfiguration level) { return ObjectMeta(level.metadata().node()); }

void number_or_none(bool has, int32_t number, api::Cells& cells) {
  if (has)
    cells.number(number);
  else
    cells.text(groups::kNone);
}

void row(v1::PriorityLevelConfiguration level, int64_t now_seconds, api::Cells& cells) {
  const v1::LimitedPriorityLevelConfiguration limited = level.spec().limited();
  const v1::QueuingConfiguration queuing = limited.limit_response().queuing();
  cells.text(level.metadata().name());
  cells.text(level.spec().type());
  if (limited.present())
    cells.number(limited.nominal_concurrency_shares().value_or(0));
  else
    cells.text(groups::kNone);
  number_or_none(queuing.present(), queuing.queues(), cells);
  number_or_none(queuing.present(), queuing.hand_size(), cells);
  number_or_none(queuing.present(), queuing.queue_length_limit(), cells);
  cells.age(level.metadata().creation_timestamp(), now_seconds);
}

void set_queuing_defaults(v1::QueuingConfigurationMut queuing) {
  if (queuing.hand_size() == 0) queuing.set_hand_size(kDefaultHandSize);
  if (queuing.queues() == 0) queuing.set_queues(kDefaultQueues);
  if (queuing.queue_length_limit() == 0) queuing.set_queue_length_limit(kDefaultQueueLengthLimit);
}

template <class Part>
void set_share_defaults(Part part, int32_t shares) {
  if (!part) return;
  if (!part.has_nominal_concurrency_shares()) part.set_nominal_concurrency_shares(shares);
  if (!part.has_lendable_percent()) part.set_lendable_percent(0);
}

void set_defaults(v1::PriorityLevelConfigurationMut level) {
  set_share_defaults(level.spec().exempt(), 0);
  set_share_defaults(level.spec().limited(), kDefaultShares);
  const v1::QueuingConfigurationMut queuing = level.spec().limited().limit_response().queuing();
  if (queuing) set_queuing_defaults(queuing);
}

void validate_conditions(v1::PriorityLevelConfigurationStatus status, ErrorList& errors) {
  std::set<std::string_view> types;
  for (auto [index, condition] : status.conditions().enumerate()) {
    const FieldPath path = FieldPath("status").child("conditions").index(index).child("type");
    if (!types.insert(condition.type()).second) errors.duplicate(path, object::json_quoted(condition.type()));
    if (condition.type().empty()) errors.required(path, "");
  }
}

void validate(v1::PriorityLevelConfiguration level, ErrorList& errors) {
  if (level.metadata().annotations().contains(kPreserveZero))
    errors.forbidden(FieldPath("metadata").child("annotations"), "annotation '" + std::string(kPreserveZero) + "' is forbidden");
  validate_priority_level(level.spec(), meta_of(level).name(), errors);
  validate_conditions(level.status(), errors);
}

void validate_update(v1::PriorityLevelConfiguration level, v1::PriorityLevelConfiguration, ErrorList& errors) {
  api::validate_metadata(kPriorityLevelConfiguration, meta_of(level), errors);
  validate(level, errors);
}

void validate_status_update(v1::PriorityLevelConfiguration level, v1::PriorityLevelConfiguration, ErrorList& errors) {
  validate_conditions(level.status(), errors);
}

}  // namespace

const api::Kind kPriorityLevelConfiguration = {
    .group = "flowcontrol.apiserver.k8s.io",
    .version = "v1",
    .kind = "PriorityLevelConfiguration",
    .resource = "prioritylevelconfigurations",
    .singular = "prioritylevelconfiguration",
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/prioritylevelconfigurations/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Type", .type = "string", .documented_by = {"flowcontrol.v1.PriorityLevelConfigurationSpec", "type"}},
            {.name = "NominalConcurrencyShares",
             .type = "string",
             .documented_by = {"flowcontrol.v1.LimitedPriorityLevelConfiguration", "nominalConcurrencyShares"}},
            {.name = "Queues", .type = "string", .documented_by = {"flowcontrol.v1.QueuingConfiguration", "queues"}},
            {.name = "HandSize", .type = "string", .documented_by = {"flowcontrol.v1.QueuingConfiguration", "handSize"}},
            {.name = "QueueLengthLimit", .type = "string", .documented_by = {"flowcontrol.v1.QueuingConfiguration", "queueLengthLimit"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::flowcontrol
