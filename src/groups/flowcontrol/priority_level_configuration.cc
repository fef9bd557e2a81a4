// PriorityLevelConfiguration: how many requests of a level run at a time, and how the rest waits. Source: flowcontrol.apiserver.k8s.io/v1
// PriorityLevelConfiguration; pkg/registry/flowcontrol/prioritylevelconfiguration.
#include "groups/flowcontrol/flowcontrol.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/flowcontrol_v1.h"

namespace pintle::flowcontrol {
namespace {

using groups::hook;

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
            {.name = "status", .keeps = {"spec", "metadata"}},
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
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::flowcontrol
