#include "server/flag_value.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/csv.h"
#include "base/go_text.h"

namespace pintle::server {
namespace {

std::unexpected<Status> refuse(std::string message) { return fail(Status::bad_request(std::move(message))); }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  size_t first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// Go's strings.Split: always at least one part.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.push_back(text);
  return parts;
}

Result<int> decimal(std::string_view function, std::string_view text, int64_t least, int64_t most) {
  std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  int64_t value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  std::string where = "strconv." + std::string(function) + ": parsing " + go_quoted(text) + ": ";
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) return refuse(where + "invalid syntax");
  if (error != std::errc() || value < least || value > most) return refuse(where + "value out of range");
  return static_cast<int>(value);
}

Result<std::string> canonical_ip(std::string_view text) {
  std::string address(trimmed(text));
  if (address.empty()) return std::string();
  in6_addr parsed;  // large enough for both families
  char out[INET6_ADDRSTRLEN];
  for (int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, address.c_str(), &parsed) == 1) return std::string(inet_ntop(family, &parsed, out, sizeof out));
  }
  return refuse("failed to parse IP: " + go_quoted(text));
}

// resource.Quantity: digits, a suffix of ten or two, or an exponent. Kept as written; "0" of any suffix is zero.
Result<std::string> canonical_quantity(std::string_view text) {
  constexpr std::string_view kSuffixes[] = {"", "n", "u", "m", "k", "K", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  size_t number_end = text.find_first_not_of("+-0123456789.");
  std::string_view number = text.substr(0, number_end);
  std::string_view suffix = number_end == std::string_view::npos ? std::string_view() : text.substr(number_end);
  auto value = parse_go_float(number);
  if (!value || std::ranges::find(kSuffixes, suffix) == std::end(kSuffixes)) {
    return refuse("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  return *value == 0 ? std::string("0") : std::string(text);
}

Result<std::string> canonical_version(std::string_view text) {
  if (text == "raw") return std::string(text);
  if (text.starts_with('v')) return refuse("the reported version cannot be set");
  PINTLE_TRY(bool value, parse_go_bool(text));
  return std::string(value ? "true" : "false");
}

Result<std::string> canonical_file_mode(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with("0o")) digits.remove_prefix(2);
  unsigned mode = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), mode, 8);
  if (error != std::errc() || end != digits.data() + digits.size() || mode > 0777) return refuse("must be an octal file mode such as 0600");
  std::string octal = "0000";
  for (int i = 3; i > 0; --i, mode >>= 3) octal[i] = static_cast<char>('0' + (mode & 7));
  return octal;
}

Result<std::string> canonical_named_cert_key(std::string_view text) {
  size_t colon = text.find(':');
  std::string names;
  if (colon != std::string_view::npos) {
    std::string_view list = trimmed(text.substr(colon + 1));
    if (list.empty()) return refuse("empty names list is not allowed");
    for (std::string_view name : split(list, ',')) names += (names.empty() ? ":" : ",") + std::string(trimmed(name));
  }
  auto files = split(trimmed(text.substr(0, colon)), ',');
  if (files.size() != 2) return refuse("expected comma separated certificate and key file paths");
  return std::string(trimmed(files[0])) + "," + std::string(trimmed(files[1])) + names;
}

Result<std::string> canonical_scalar(FlagKind kind, std::string_view text) {
  switch (kind) {
    case FlagKind::kBool: {
      PINTLE_TRY(bool value, parse_go_bool(text));
      return std::string(value ? "true" : "false");
    }
    case FlagKind::kInt: {
      PINTLE_TRY(int64_t value, parse_go_int(text));
      return std::to_string(value);
    }
    case FlagKind::kFloat:
    case FlagKind::kFloat32: {
      PINTLE_TRY(double value, parse_go_float(text));
      char out[32];
      return std::string(out, std::to_chars(out, out + sizeof out, value).ptr);
    }
    case FlagKind::kLevel: {
      PINTLE_TRY(int value, decimal("ParseUint", text, 0, INT32_MAX));
      return std::to_string(value);
    }
    case FlagKind::kDuration: {
      PINTLE_TRY(auto value, parse_go_duration(text));
      return go_duration(value);
    }
    case FlagKind::kPortRange: {
      PINTLE_TRY(Ports ports, parse_port_range(text));
      return ports.last < ports.first ? std::string() : std::to_string(ports.first) + "-" + std::to_string(ports.last);
    }
    case FlagKind::kIp:
      return canonical_ip(text);
    case FlagKind::kQuantity:
      return canonical_quantity(text);
    case FlagKind::kVersion:
      return canonical_version(text);
    case FlagKind::kFileMode:
      return canonical_file_mode(text);
    default:
      return std::string(text);
  }
}

// The pairs of a map flag, in the order written. `separator` stands between key and value.
Result<std::vector<std::string>> pairs_of(std::string_view text, char separator, std::string_view shape) {
  std::vector<std::string> pairs;
  for (std::string_view pair : split(text, ',')) {
    if (pair.empty()) continue;
    size_t at = pair.find(separator);
    if (at == std::string_view::npos) return refuse("malformed pair, expect " + std::string(shape));
    pairs.push_back(std::string(trimmed(pair.substr(0, at))) + separator + std::string(trimmed(pair.substr(at + 1))));
  }
  return pairs;
}

Result<std::vector<std::string>> csv_fields(std::string_view text) {
  if (text.empty()) return std::vector<std::string>();
  PINTLE_TRY(auto record, CsvReader(text).next());
  if (!record) return refuse("EOF");
  return std::move(*record);
}

Result<std::vector<std::string>> string_to_string_pairs(std::string_view text) {
  std::vector<std::string> pairs;
  if (std::ranges::count(text, '=') == 1) {
    while (text.starts_with('"')) text.remove_prefix(1);
    while (text.ends_with('"')) text.remove_suffix(1);
    pairs.emplace_back(text);
  } else {
    PINTLE_TRY(pairs, csv_fields(text));
  }
  if (pairs.empty()) pairs.emplace_back(text);
  for (const std::string& pair : pairs) {
    if (!pair.contains('=')) return refuse(pair + " must be formatted as key=value");
  }
  return pairs;
}

Result<std::vector<std::string>> int32_items(std::string_view text) {
  std::vector<std::string> items;
  for (std::string_view part : split(text, ',')) {
    PINTLE_TRY(int64_t value, parse_go_int(part, 32));
    items.push_back(std::to_string(value));
  }
  return items;
}

Result<std::string> map_item(std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) return refuse("malformed pair, expect string=string");
  return std::string(trimmed(text.substr(0, equals))) + "=" + std::string(trimmed(text.substr(equals + 1)));
}

Result<std::vector<std::string>> added_items(FlagKind kind, std::string_view text) {
  switch (kind) {
    case FlagKind::kStrings:
      return csv_fields(text);
    case FlagKind::kMap:
      return pairs_of(text, '=', "string=string");
    case FlagKind::kMapItem: {
      PINTLE_TRY(std::string item, map_item(text));
      return std::vector<std::string>{std::move(item)};
    }
    case FlagKind::kModuleLevels:
      return pairs_of(text, '=', "pattern=N");
    case FlagKind::kMultimap:
      return pairs_of(text, ':', "string:string");
    case FlagKind::kStringToString:
      return string_to_string_pairs(text);
    case FlagKind::kInt32s:
      return int32_items(text);
    case FlagKind::kNamedCertKeys: {
      PINTLE_TRY(std::string item, canonical_named_cert_key(text));
      return std::vector<std::string>{std::move(item)};
    }
    default:
      return std::vector<std::string>{std::string(text)};
  }
}

bool is_scalar(FlagKind kind) {
  switch (kind) {
    case FlagKind::kStrings:
    case FlagKind::kStringArray:
    case FlagKind::kMap:
    case FlagKind::kMapItem:
    case FlagKind::kStringToString:
    case FlagKind::kMultimap:
    case FlagKind::kInt32s:
    case FlagKind::kNamedCertKeys:
    case FlagKind::kModuleLevels:
      return false;
    default:
      return true;
  }
}

// One pair for each key, the last one set, in the order of the keys.
void keep_last_of_each_key(std::vector<std::string>& pairs) {
  std::map<std::string, std::string> by_key;
  for (std::string& pair : pairs) by_key[pair.substr(0, pair.find('='))] = std::move(pair);
  pairs.clear();
  for (auto& [key, pair] : by_key) pairs.push_back(std::move(pair));
}

}  // namespace

Result<Ports> parse_port_range(std::string_view text) {
  std::string_view value = trimmed(text);
  if (value.empty()) return Ports{};
  auto number = [](std::string_view part) { return decimal("Atoi", part, INT32_MIN, INT32_MAX); };
  size_t hyphen = value.find('-');
  size_t plus = value.find('+');
  constexpr size_t kNone = std::string_view::npos;
  if (hyphen != kNone && plus != kNone) return refuse("unable to parse port range: " + std::string(value));
  size_t sign = std::min(hyphen, plus);
  Ports ports;
  PINTLE_TRY(ports.first, number(value.substr(0, sign)));
  ports.last = ports.first;
  if (sign != kNone) {
    PINTLE_TRY(int second, number(value.substr(sign + 1)));
    ports.last = hyphen != kNone ? second : ports.first + std::clamp(second, -1, 65536);
  }
  if (ports.first > 65535 || ports.last > 65535) return refuse("the port range cannot be greater than 65535: " + std::string(value));
  if (ports.last < ports.first) return refuse("end port cannot be less than start port: " + std::string(value));
  return ports;
}

FlagValue zero_flag_value(FlagKind kind) {
  switch (kind) {
    case FlagKind::kBool:
    case FlagKind::kVersion:
      return {{"false"}};
    case FlagKind::kInt:
    case FlagKind::kFloat:
    case FlagKind::kFloat32:
    case FlagKind::kQuantity:
    case FlagKind::kLevel:
      return {{"0"}};
    case FlagKind::kDuration:
      return {{"0s"}};
    case FlagKind::kFileMode:
      return {{"0000"}};
    default:
      return is_scalar(kind) ? FlagValue{{""}} : FlagValue{};
  }
}

Result<void> set_flag_value(FlagKind kind, FlagValue& value, std::string_view text) {
  if (is_scalar(kind)) {
    PINTLE_TRY(std::string item, canonical_scalar(kind, text));
    value.items = {std::move(item)};
    return {};
  }
  PINTLE_TRY(auto items, added_items(kind, text));
  value.items.insert(value.items.end(), std::move_iterator(items.begin()), std::move_iterator(items.end()));
  if (kind == FlagKind::kMap || kind == FlagKind::kMapItem || kind == FlagKind::kStringToString) keep_last_of_each_key(value.items);
  return {};
}

std::string_view type_name(FlagKind kind) {
  switch (kind) {
    case FlagKind::kBool:
      return "";
    case FlagKind::kInt:
      return "int";
    case FlagKind::kFloat:
      return "float";
    case FlagKind::kFloat32:
      return "float32";
    case FlagKind::kString:
      return "string";
    case FlagKind::kStrings:
      return "strings";
    case FlagKind::kStringArray:
      return "stringArray";
    case FlagKind::kDuration:
      return "duration";
    case FlagKind::kIp:
      return "ip";
    case FlagKind::kQuantity:
      return "quantity";
    case FlagKind::kMap:
    case FlagKind::kMapItem:
      return "mapStringString";
    case FlagKind::kStringToString:
      return "stringToString";
    case FlagKind::kMultimap:
      return "colonSeparatedMultimapStringString";
    case FlagKind::kInt32s:
      return "int32Slice";
    case FlagKind::kNamedCertKeys:
      return "namedCertKey";
    case FlagKind::kLevel:
      return "Level";
    case FlagKind::kModuleLevels:
      return "pattern=N,...";
    case FlagKind::kPortRange:
      return "portRange";
    case FlagKind::kVersion:
      return "version[=true]";
    case FlagKind::kFileMode:
      return "octal";
  }
  return "";
}

}  // namespace pintle::server
