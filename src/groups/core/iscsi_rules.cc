// iSCSI volumes: names of targets and initiators come in three formats, iqn., eui. and naa.
#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "groups/core/volume_source_rules.h"
#include "object/go_format.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr int32_t kLunMax = 255;
constexpr size_t kNameAndPortalBytesMax = 64;  // <volume name>:<targetPortal>
constexpr size_t kEuiDigits = 16;
constexpr size_t kNaaDigits = 32;
constexpr std::string_view kFormat = "must be valid format";
constexpr std::string_view kStart = "must be valid format starting with iqn, eui, or naa";
constexpr std::string_view kTooLong =
    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_authority(char c) { return is_alnum(c) || c == '-' || c == '.'; }
bool is_barred(char c) { return std::string_view(",;*&$| \t\n\f\r").contains(c); }

// What follows "iqn.": a month, a naming authority, ':' and anything to the end: "2001-04.com.example:storage".
bool matches_iqn(std::string_view rest) {
  constexpr std::string_view kMonth = "0000-00.";
  if (rest.size() < kMonth.size()) return false;
  for (size_t i = 0; i < kMonth.size(); ++i)
    if (kMonth[i] == '0' ? !is_digit(rest[i]) : rest[i] != kMonth[i]) return false;
  rest.remove_prefix(kMonth.size());
  const size_t colon = static_cast<size_t>(std::ranges::find_if_not(rest, is_authority) - rest.begin());
  return colon > 0 && colon + 1 < rest.size() && rest[colon] == ':' && std::ranges::none_of(rest.substr(colon + 1), is_barred);
}

bool contains_iqn(std::string_view name) {
  for (size_t at = name.find("iqn."); at != name.npos; at = name.find("iqn.", at + 1))
    if (matches_iqn(name.substr(at + 4))) return true;
  return false;
}

// One character, whichever, then so many letters or digits.
bool is_numbered(std::string_view after_type, size_t digits) {
  if (after_type.size() <= digits) return false;
  const std::string_view any = after_type.substr(0, after_type.size() - digits);
  const bool one_character = any != "\n" && std::ranges::count_if(any, [](char c) { return (c & 0xC0) != 0x80; }) == 1;
  return one_character && std::ranges::all_of(after_type.substr(any.size()), is_alnum);
}

enum class Format : uint8_t { kValid, kInvalid, kUnknown };

Format format_of(std::string_view name) {
  bool valid = false;
  if (name.starts_with("iqn")) {
    valid = contains_iqn(name);
  } else if (name.starts_with("eui")) {
    valid = is_numbered(name.substr(3), kEuiDigits);
  } else if (name.starts_with("naa")) {
    valid = is_numbered(name.substr(3), kNaaDigits);
  } else {
    return Format::kUnknown;
  }
  return valid ? Format::kValid : Format::kInvalid;
}

void validate_name(std::string_view name, std::string_view unknown, const FieldPath& path, ErrorList& errors) {
  const Format format = format_of(name);
  if (format != Format::kValid) errors.invalid(path, quoted(name), format == Format::kUnknown ? unknown : kFormat);
}

bool is_too_long(std::string_view volume_name, std::string_view portal) {
  return volume_name.size() + 1 + portal.size() > kNameAndPortalBytesMax;
}

template <class Source>
void validate_target(Source source, std::string_view unknown, const FieldPath& path, ErrorList& errors) {
  if (source.iqn().empty()) {
    errors.required(path.child("iqn"), "");
  } else {
    validate_name(source.iqn(), unknown, path.child("iqn"), errors);
  }
  if (source.lun() < 0 || source.lun() > kLunMax)
    errors.invalid(path.child("lun"), std::to_string(source.lun()), object::inclusive_range_error(0, kLunMax));
  if ((source.chap_auth_discovery() || source.chap_auth_session()) && !source.secret_ref()) errors.required(path.child("secretRef"), "");
}

}  // namespace

void validate_iscsi(v1::ISCSIVolumeSource source, const FieldPath& path, ErrorList& errors) {
  if (source.target_portal().empty()) errors.required(path.child("targetPortal"), "");
  validate_target(source, kStart, path, errors);
  if (source.initiator_name()) validate_name(*source.initiator_name(), kStart, path.child("initiatorname"), errors);
}

void validate_iscsi_name_length(v1::ISCSIVolumeSource source, std::string_view volume_name, const FieldPath& path, ErrorList& errors) {
  if (source.initiator_name() && is_too_long(volume_name, source.target_portal())) errors.invalid(path, quoted(volume_name), kTooLong);
}

void validate_iscsi(v1::ISCSIPersistentVolumeSource source, std::string_view volume_name, const FieldPath& path, ErrorList& errors) {
  if (source.target_portal().empty()) errors.required(path.child("targetPortal"), "");
  if (source.initiator_name() && is_too_long(volume_name, source.target_portal()))
    errors.invalid(path.child("targetportal"), quoted(source.target_portal()), kTooLong);
  validate_target(source, kFormat, path, errors);
  if (source.secret_ref() && source.secret_ref().name().empty()) errors.required(path.child("secretRef").child("name"), "");
  if (source.initiator_name()) validate_name(*source.initiator_name(), kFormat, path.child("initiatorname"), errors);
}

}  // namespace pintle::core
