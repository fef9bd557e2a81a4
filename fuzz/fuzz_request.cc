// What the API layer reads of a request before it knows who sent it: path, query, Accept, Content-Type, options, continue token.
// The first line is the method, the second the target, the third the Accept header.
#include <cstdint>
#include <string_view>

#include "api/continue_token.h"
#include "api/media_type.h"
#include "api/options.h"
#include "api/request_info.h"

namespace {

std::string_view take_line(std::string_view& input) {
  const size_t end = input.find('\n');
  const std::string_view line = input.substr(0, end);
  input = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pintle::api;
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view method = take_line(input);
  const std::string_view target = take_line(input);
  const std::string_view accept = take_line(input);
  const size_t mark = target.find('?');
  const Query query = Query::parse(mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1));
  static_cast<void>(parse_request_info(method, target.substr(0, mark), query));
  static_cast<void>(negotiate_output(accept, "", query, Transforms::kAllowed));
  static_cast<void>(check_acceptable(accept, Route::kList));
  static_cast<void>(negotiate_input(accept));
  if (const auto options = read_list_options(query)) static_cast<void>(validate_list_options(*options));
  static_cast<void>(read_write_options(query, WriteKind::kApply));
  static_cast<void>(read_delete_options(query));
  if (const auto token = decode_continue(query.get("continue"), "/registry/pods/")) {
    // A token that was taken must come out as it went in, and stay inside its list.
    if (!token->start_key.starts_with("/registry/pods/")) __builtin_trap();
  }
  return 0;
}
