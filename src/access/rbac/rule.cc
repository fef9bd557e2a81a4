#include "access/rbac/rule.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/go_text.h"
#include "views/rbac_v1.h"

namespace pintle::access {
namespace {

constexpr std::string_view kAll = "*";

bool has(const std::vector<std::string>& set, std::string_view text) { return std::ranges::find(set, text) != set.end(); }

bool has_or_all(const std::vector<std::string>& set, std::string_view text) {
  return std::ranges::any_of(set, [&](const std::string& one) { return one == kAll || one == text; });
}

// Whether `pattern` is "*/<subresource>".
bool is_any_with(std::string_view pattern, std::string_view subresource) {
  return pattern.size() == subresource.size() + 2 && pattern.starts_with("*/") && pattern.ends_with(subresource);
}

bool is_resource(std::string_view pattern, const auth::Attributes& attributes) {
  if (pattern == kAll) return true;
  const std::string_view resource = attributes.resource;
  const std::string_view subresource = attributes.subresource;
  if (subresource.empty()) return pattern == resource;
  const bool exact = pattern.size() == resource.size() + 1 + subresource.size() && pattern.starts_with(resource) &&
                     pattern[resource.size()] == '/' && pattern.ends_with(subresource);
  return exact || is_any_with(pattern, subresource);
}

std::string_view without_stars(std::string_view pattern) {
  while (pattern.ends_with('*')) pattern.remove_suffix(1);
  return pattern;
}

bool url_covers(std::string_view pattern, std::string_view path) {
  return pattern == path || (pattern.ends_with('*') && path.starts_with(without_stars(pattern)));
}

std::vector<std::string> texts(object::ListView<std::string_view> list) {
  std::vector<std::string> all;
  all.reserve(list.size());
  for (const std::string_view text : list) all.emplace_back(text);
  return all;
}

// A rule as not_covered() takes it apart.
struct Grain {
  std::string_view verb;
  std::string_view group;
  std::string_view resource;
  std::string_view name;
  bool named = false;
  std::string_view url;
  bool is_url = false;
};

bool resource_covers(const Rule& owned, std::string_view resource) {
  if (has_or_all(owned.resources, resource)) return true;
  const size_t slash = resource.find('/');
  return slash != std::string_view::npos && has(owned.resources, "*" + std::string(resource.substr(slash)));
}

bool covers(const Rule& owned, const Grain& grain) {
  if (!has_or_all(owned.verbs, grain.verb)) return false;
  if (grain.is_url)
    return owned.names.empty() && std::ranges::any_of(owned.urls, [&](const std::string& url) { return url_covers(url, grain.url); });
  const bool name_covered = owned.names.empty() || (grain.named && has(owned.names, grain.name));
  return name_covered && has_or_all(owned.groups, grain.group) && resource_covers(owned, grain.resource);
}

Rule rule_of(const Grain& grain) {
  Rule rule{.verbs = {std::string(grain.verb)}};
  if (grain.is_url) {
    rule.urls = {std::string(grain.url)};
    return rule;
  }
  rule.groups = {std::string(grain.group)};
  rule.resources = {std::string(grain.resource)};
  if (grain.named) rule.names = {std::string(grain.name)};
  return rule;
}

void add_resource_grains(const Rule& rule, Grain grain, std::vector<Grain>& grains) {
  for (const std::string& verb : rule.verbs) {
    grain.verb = verb;
    if (rule.names.empty()) grains.push_back(grain);
    for (const std::string& name : rule.names) {
      grain.named = true;
      grain.name = name;
      grains.push_back(grain);
    }
  }
}

std::vector<Grain> taken_apart(const Rule& rule) {
  std::vector<Grain> grains;
  for (const std::string& group : rule.groups)
    for (const std::string& resource : rule.resources) add_resource_grains(rule, {.group = group, .resource = resource}, grains);
  for (const std::string& url : rule.urls)
    for (const std::string& verb : rule.verbs) grains.push_back({.verb = verb, .url = url, .is_url = true});
  return grains;
}

bool is_simple(const Rule& rule) {
  return rule.names.size() <= 1 && rule.urls.empty() && rule.groups.size() == 1 && rule.resources.size() == 1;
}

}  // namespace

std::vector<Rule> read_rules(object::ListView<rbac::v1::PolicyRule> rules) {
  std::vector<Rule> read;
  read.reserve(rules.size());
  for (const rbac::v1::PolicyRule rule : rules) {
    read.push_back({.verbs = texts(rule.verbs()),
                    .groups = texts(rule.api_groups()),
                    .resources = texts(rule.resources()),
                    .names = texts(rule.resource_names()),
                    .urls = texts(rule.non_resource_urls())});
  }
  return read;
}

bool allows(const Rule& rule, const auth::Attributes& attributes) {
  if (!has_or_all(rule.verbs, attributes.verb)) return false;
  if (!attributes.is_resource)
    return std::ranges::any_of(rule.urls, [&](const std::string& url) { return url_covers(url, attributes.path); });
  return has_or_all(rule.groups, attributes.group) &&
         std::ranges::any_of(rule.resources, [&](const std::string& resource) { return is_resource(resource, attributes); }) &&
         (rule.names.empty() || has(rule.names, attributes.name));
}

std::vector<Rule> not_covered(std::span<const Rule> owned, std::span<const Rule> wanted) {
  std::vector<Rule> missing;
  for (const Rule& rule : wanted) {
    for (const Grain& grain : taken_apart(rule)) {
      if (std::ranges::none_of(owned, [&](const Rule& own) { return covers(own, grain); })) missing.push_back(rule_of(grain));
    }
  }
  return missing;
}

std::vector<Rule> put_together(std::span<const Rule> rules) {
  std::vector<Rule> together;
  std::map<std::tuple<std::string, std::string, std::vector<std::string>>, size_t> places;
  for (const Rule& rule : rules) {
    if (!is_simple(rule)) {
      together.push_back(rule);
      continue;
    }
    const auto [place, is_new] = places.try_emplace({rule.groups[0], rule.resources[0], rule.names}, together.size());
    if (is_new) {
      together.push_back(rule);
    } else {
      std::vector<std::string>& verbs = together[place->second].verbs;
      verbs.insert(verbs.end(), rule.verbs.begin(), rule.verbs.end());
    }
  }
  return together;
}

std::string quoted_list(std::span<const std::string> texts) {
  std::string list = "[";
  for (const std::string& text : texts) {
    if (list.size() > 1) list += ' ';
    list += go_quoted(text);
  }
  return list + "]";
}

std::string compact_text(const Rule& rule) {
  std::string text = "{";
  const auto add = [&text](std::string_view name, const std::vector<std::string>& list) {
    if (list.empty()) return;
    if (text.size() > 1) text += ", ";
    text.append(name).append(":").append(quoted_list(list));
  };
  add("APIGroups", rule.groups);
  add("Resources", rule.resources);
  add("NonResourceURLs", rule.urls);
  add("ResourceNames", rule.names);
  add("Verbs", rule.verbs);
  return text + "}";
}

}  // namespace pintle::access
