#include "api/list_page.h"

#include <optional>

#include "api/continue_token.h"
#include "api/limits.h"
#include "base/yield.h"
#include "cache/cache.h"
#include "cache/resource_cache.h"

namespace pintle::api {
namespace {

constexpr int64_t kInconsistent = -1;  // revision in a token that goes on at the newest state

constexpr std::string_view kContinueExpired =
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
    "parameter, "
    "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an "
    "inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up "
    "in the list.";

// Where a page starts and which state it shows.
struct Start {
  cache::Snapshot snapshot;
  std::string key;
  bool ignores_limit = false;
};

Task<Result<void>> wait_until(Call& call, int64_t revision) {
  if (revision <= call.backend.cache.revision()) co_return Result<void>();
  co_return co_await call.backend.cache.wait_for(revision, call.loop());
}

Result<Start> continued(Call& call, const ListOptions& options, const ListScope& scope) {
  PINTLE_TRY(ContinueToken token, decode_continue(options.continue_token, scope.key_prefix));
  if (!options.resource_version.empty() && options.resource_version != "0")
    return fail(Status::bad_request("specifying resource version is not allowed when using continue"));
  if (token.revision == kInconsistent) return Start{call.resource.cache->snapshot(), std::move(token.start_key)};
  auto snapshot = call.resource.cache->snapshot_at(token.revision);
  if (snapshot) return Start{*std::move(snapshot), std::move(token.start_key)};
  if (snapshot.error().code() != 410) return fail(snapshot.error());
  Status expired = Status::resource_expired(std::string(kContinueExpired));
  token.revision = kInconsistent;
  expired.body().continue_token = encode_continue(token, scope.key_prefix);
  return fail(std::move(expired));
}

Task<Result<Start>> start_of(Call& call, const ListOptions& options, const ListScope& scope) {
  if (!options.continue_token.empty()) co_return continued(call, options, scope);
  PINTLE_CO_TRY(const int64_t revision, parse_resource_version(options.resource_version));
  if (revision == 0) {
    const bool any = options.resource_version == "0";
    co_return Start{call.resource.cache->snapshot(), "", any && options.resource_version_match.empty()};
  }
  PINTLE_CO_TRY_VOID(co_await wait_until(call, revision));
  const bool exact = options.resource_version_match == kExact || (options.resource_version_match.empty() && options.limit > 0);
  if (!exact) co_return Start{call.resource.cache->snapshot(), ""};
  PINTLE_CO_TRY(cache::Snapshot snapshot, call.resource.cache->snapshot_at(revision));
  co_return Start{std::move(snapshot), ""};
}

cache::ObjectRange first_of(const Start& start, const ListScope& scope) {
  if (const auto match = scope.selection->indexed_match())
    return start.snapshot.by_field(match->field, match->value, scope.key_prefix, start.key);
  return start.snapshot.range(scope.key_prefix, start.key);
}

Result<void> check_readable(const cache::Object& object) {
  if (object.readable()) return {};
  return fail(Status::internal("the stored object at key " + std::string(object.key()) + " cannot be read"));
}

// The page ends before `next`: a token for what follows.
void add_continue(Call& call, const Start& start, const ListScope& scope, const cache::Object& last, const cache::Object& next,
                  ListPage& page) {
  call.resource.cache->pin(start.snapshot);
  page.meta.continue_token = encode_continue({std::string(last.key()) + '\0', start.snapshot.revision()}, scope.key_prefix);
  if (scope.selection->empty()) page.meta.remaining = static_cast<int64_t>(start.snapshot.count(scope.key_prefix, next.key()));
}

}  // namespace

Task<Result<ListPage>> read_page(Call& call, const ListOptions& options, const ListScope& scope) {
  PINTLE_CO_TRY(const Start start, co_await start_of(call, options, scope));
  ListPage page;
  page.meta.revision = start.snapshot.revision();
  if (!scope.key.empty()) {
    if (cache::ObjectPtr object = start.snapshot.get(scope.key); object && scope.selection->matches(*object)) {
      PINTLE_CO_TRY_VOID(check_readable(*object));
      page.objects.push_back(std::move(object));
    }
    co_return page;
  }
  const size_t limit = start.ignores_limit || options.limit <= 0 ? SIZE_MAX : static_cast<size_t>(options.limit);
  size_t scanned = 0;
  for (cache::ObjectRange at = first_of(start, scope); at; ++at) {
    if (++scanned % kListScannedPerTurn == 0) co_await yield(call.loop());
    if (!scope.selection->empty() && !scope.selection->matches(*at)) continue;
    if (page.objects.size() == limit) {
      add_continue(call, start, scope, *page.objects.back(), *at, page);
      break;
    }
    PINTLE_CO_TRY_VOID(check_readable(*at));
    page.objects.push_back(cache::ObjectPtr::share(&*at));
  }
  co_return page;
}

}  // namespace pintle::api
