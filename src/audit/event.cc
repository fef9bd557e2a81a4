#include "audit/event.h"

#include <algorithm>
#include <charconv>

#include "base/go_text.h"
#include "base/log.h"
#include "object/json.h"

namespace pintle::audit {
namespace {

void append_comma(std::string& out) {
  if (out.back() != '{' && out.back() != '[') out += ',';
}

void append_name(std::string_view name, std::string& out) {
  append_comma(out);
  out.append("\"").append(name).append("\":");
}

void append_text(std::string_view name, std::string_view text, std::string& out) {
  append_name(name, out);
  object::append_json_string(text, out);
}

void append_text_unless_empty(std::string_view name, std::string_view text, std::string& out) {
  if (!text.empty()) append_text(name, text, out);
}

void append_list(const std::vector<std::string>& texts, std::string& out) {
  out += '[';
  for (const std::string& text : texts) {
    append_comma(out);
    object::append_json_string(text, out);
  }
  out += ']';
}

void append_list_unless_empty(std::string_view name, const std::vector<std::string>& texts, std::string& out) {
  if (texts.empty()) return;
  append_name(name, out);
  append_list(texts, out);
}

void append_extra(const auth::User& user, std::string& out) {
  if (user.extra.empty()) return;
  std::vector<const std::pair<std::string, std::vector<std::string>>*> sorted;
  for (const auto& entry : user.extra) sorted.push_back(&entry);
  std::ranges::sort(sorted, {}, [](const auto* entry) -> const std::string& { return entry->first; });
  append_name("extra", out);
  out += '{';
  for (const auto* entry : sorted) {
    append_comma(out);
    object::append_json_string(entry->first, out);
    out += ':';
    append_list(entry->second, out);
  }
  out += '}';
}

// authentication/v1 UserInfo; {} for nobody.
void append_user(const auth::User* user, std::string& out) {
  out += '{';
  if (user) {
    append_text_unless_empty("username", user->name, out);
    append_text_unless_empty("uid", user->uid, out);
    append_list_unless_empty("groups", user->groups, out);
    append_extra(*user, out);
  }
  out += '}';
}

void append_object_ref(const ObjectReference& object, std::string& out) {
  append_name("objectRef", out);
  out += '{';
  append_text_unless_empty("resource", object.resource, out);
  append_text_unless_empty("namespace", object.namespace_, out);
  append_text_unless_empty("name", object.name, out);
  append_text_unless_empty("uid", object.uid, out);
  append_text_unless_empty("apiGroup", object.api_group, out);
  append_text_unless_empty("apiVersion", object.api_version, out);
  append_text_unless_empty("resourceVersion", object.resource_version, out);
  append_text_unless_empty("subresource", object.subresource, out);
  out += '}';
}

void append_number(int number, std::string& out) {
  char digits[12];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_response_status(const ResponseStatus& status, std::string& out) {
  append_name("responseStatus", out);
  out += "{\"metadata\":{}";
  if (!status.members.empty()) out.append(",").append(status.members);
  if (status.code != 0) append_number(status.code, out.append(",\"code\":"));
  out += '}';
}

void append_time(std::string_view name, object::Timestamp time, std::string& out) {
  char text[object::kTimeBytesMax];
  append_name(name, out);
  out.append("\"").append(text, object::put_micro_time(time, text)).append("\"");
}

void append_annotations(const Event& event, std::string& out) {
  if (event.annotations.empty()) return;
  append_name("annotations", out);
  out += '{';
  for (const auto& [key, value] : event.annotations) {
    append_comma(out);
    object::append_json_string(key, out);
    out += ':';
    object::append_json_string(value, out);
  }
  out += '}';
}

void append_json(std::string_view name, std::string_view json, std::string& out) {
  if (json.empty()) return;
  append_name(name, out);
  out += json;
}

// Go's RFC3339Nano: the fraction without the zeros at its end.
std::string rfc3339_nano(object::Timestamp time) {
  std::string text = object::format_time(time);
  if (time.nanos == 0) return text;
  std::string fraction = std::to_string(1'000'000'000 + time.nanos);
  fraction[0] = '.';
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text.insert(text.size() - 1, fraction);
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined.append(joined.empty() ? "" : ",").append(go_quoted(text));
  return joined;
}

}  // namespace

void Event::annotate(std::string_view key, std::string_view value) {
  const auto place = std::ranges::lower_bound(annotations, key, {}, [](const auto& entry) -> std::string_view { return entry.first; });
  if (place == annotations.end() || place->first != key) {
    annotations.emplace(place, key, value);
  } else if (place->second != value) {
    log_warning("An audit annotation was set twice", {{"key", key}, {"auditID", audit_id}});
  }
}

void append_event_members(const Event& event, std::string& out) {
  out.append("\"level\":\"").append(name_of(event.level)).append("\"");
  append_text("auditID", event.audit_id, out);
  append_text("stage", name_of(event.stage), out);
  append_text("requestURI", event.request_uri, out);
  append_text("verb", event.verb, out);
  append_name("user", out);
  append_user(event.user.get(), out);
  if (event.impersonated_user) {
    append_name("impersonatedUser", out);
    append_user(event.impersonated_user.get(), out);
  }
  if (!event.impersonation_constraint.empty()) {
    append_name("authenticationMetadata", out);
    out += '{';
    append_text("impersonationConstraint", event.impersonation_constraint, out);
    out += '}';
  }
  append_list_unless_empty("sourceIPs", event.source_ips, out);
  append_text_unless_empty("userAgent", event.user_agent, out);
  if (event.object_ref) append_object_ref(*event.object_ref, out);
  if (event.response_status) append_response_status(*event.response_status, out);
  append_json("requestObject", event.request_object, out);
  append_json("responseObject", event.response_object, out);
  append_time("requestReceivedTimestamp", event.received, out);
  append_time("stageTimestamp", event.stage_time, out);
  append_annotations(event, out);
  out += '}';
}

void append_event_line(const Event& event, std::string& out) {
  const bool has_user = event.user && !event.user->name.empty();
  const bool has_groups = has_user && !event.user->groups.empty();
  const auth::User* as = event.impersonated_user.get();
  const bool has_namespace = event.object_ref && !event.object_ref->namespace_.empty();
  const auto part = [&out](std::string_view name, std::string_view text) {
    out.append(" ").append(name).append("=").append(go_quoted(text));
  };
  out.append(rfc3339_nano(event.received)).append(" AUDIT:");
  part("id", event.audit_id);
  part("stage", name_of(event.stage));
  part("ip", event.source_ips.empty() ? "<unknown>" : event.source_ips.front());
  part("method", event.verb);
  part("user", has_user ? event.user->name : "<none>");
  part("groups", has_groups ? quoted_list(event.user->groups) : "<none>");
  part("as", as ? as->name : "<self>");
  part("asgroups", as && !as->groups.empty() ? quoted_list(as->groups) : "<lookup>");
  part("user-agent", event.user_agent);
  part("namespace", has_namespace ? event.object_ref->namespace_ : "<none>");
  part("uri", event.request_uri);
  part("response", event.response_status ? std::to_string(event.response_status->code) : "<deferred>");
}

std::string shortened_user_agent(std::string_view user_agent) {
  if (user_agent.size() <= kUserAgentBytesMax) return std::string(user_agent);
  return std::string(user_agent.substr(0, kUserAgentBytesMax)) + "...TRUNCATED";
}

}  // namespace pintle::audit
