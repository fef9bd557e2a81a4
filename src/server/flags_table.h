// The flags of kube-apiserver 1.36 as one table, and the few of Pintle's own. Everything else about flags reads this: the parser,
// --help, the Options.
//
// A row that names a member of Options acts. A row that names none is known and checked, but only its default is accepted: the
// server never takes a setting that it would not follow.
// Source: the flags of a running kube-apiserver 1.36 (kube-apiserver --help); help texts are our own.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "server/flag_value.h"
#include "server/options.h"

namespace pintle::server {

// Into a struct of Options (server/nested_option.h).
using NestedOption = void (*)(Options& options, const FlagValue& value);

// Where a value goes. Each alternative fixes how it is converted; seconds are filled from an int or a duration.
using Destination = std::variant<std::monostate, bool Options::*, int Options::*, uint32_t Options::*, std::string Options::*,
                                 std::vector<std::string> Options::*, std::chrono::seconds Options::*, std::chrono::milliseconds Options::*,
                                 PortRange Options::*, NestedOption>;

struct FlagRow {
  std::string_view name;
  FlagKind kind;
  std::string_view default_text;                  // kube-apiserver's; "" is the kind's zero
  std::string_view help;                          // one line
  std::optional<std::string_view> serve_default;  // where `pintle serve` differs
  std::string_view deprecation;                   // what upstream says of it; "" = not deprecated
  char shorthand = 0;
  bool hidden = false;  // not in --help
  Destination destination;

  bool acts() const { return destination.index() != 0 || kind == FlagKind::kVersion || name == "help"; }
  std::string_view default_for(Program program) const {
    return program == Program::kServe && serve_default ? *serve_default : default_text;
  }

  constexpr FlagRow to(Destination where) const {
    FlagRow row = *this;
    row.destination = where;
    return row;
  }
  constexpr FlagRow served_as(std::string_view text) const {
    FlagRow row = *this;
    row.serve_default = text;
    return row;
  }
  constexpr FlagRow short_form(char letter) const {
    FlagRow row = *this;
    row.shorthand = letter;
    return row;
  }
  constexpr FlagRow deprecated(std::string_view why) const {
    FlagRow row = *this;
    row.deprecation = why;
    return row;
  }
  constexpr FlagRow left_out_of_help() const {
    FlagRow row = *this;
    row.hidden = true;
    return row;
  }
};

struct FlagSection {
  std::string_view title;
  std::span<const FlagRow> rows;  // by name
};

// The sections in the order of --help. Pintle's own come first and only under `pintle serve`.
std::span<const FlagSection> flag_sections(Program program);

// Null when there is no such flag. Underscores in `name` count as dashes.
const FlagRow* find_flag(Program program, std::string_view name);
const FlagRow* find_shorthand(Program program, char letter);

}  // namespace pintle::server
