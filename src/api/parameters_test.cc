// Proves that query parameters become the options of a connection as upstream converts them, and what is refused with which words.
#include "api/parameters.h"

#include <gtest/gtest.h>

#include "object/json.h"

namespace pintle::api {
namespace {

std::string options_of(std::string_view kind, std::string_view query) {
  const schema::Type* type = schema::find_builtin_kind("", "v1", kind);
  const auto document = decode_parameters(*type, Query::parse(query));
  if (!document) return document.error().message();
  std::string json;
  object::encode_json(*type, document->root(), json);
  return json;
}

TEST(Parameters, BecomeOptions) {
  struct Case {
    std::string_view kind, query, json;
  };
  const Case cases[] = {
      {"PodLogOptions", "", "{}"},
      {"PodLogOptions", "container=c&follow&previous=false&timestamps=FALSE&tailLines=5&unknown=1",
       R"({"container":"c","follow":true,"tailLines":5})"},
      {"PodLogOptions", "follow=0&previous=no", R"({"previous":true})"},
      {"PodLogOptions", "sinceTime=2020-01-01T01:00:00%2B01:00", R"({"sinceTime":"2020-01-01T00:00:00Z"})"},
      {"PodLogOptions", "tailLines=1&tailLines=2&limitBytes=%2B7", R"({"tailLines":1,"limitBytes":7})"},
      {"PodExecOptions", "command=ls&command=-l&stdin=1&tty=false", R"({"stdin":true,"command":["ls","-l"]})"},
      {"PodPortForwardOptions", "ports=80&ports=443", R"({"ports":[80,443]})"},
      {"PodLogOptions", "tailLines=x", "strconv.ParseInt: parsing \"x\": invalid syntax"},
      {"PodLogOptions", "tailLines=", "strconv.ParseInt: parsing \"\": invalid syntax"},
      {"PodLogOptions", "limitBytes=9223372036854775808", "strconv.ParseInt: parsing \"9223372036854775808\": value out of range"},
      {"PodPortForwardOptions", "ports=2147483648", "strconv.ParseInt: parsing \"2147483648\": value out of range"},
      {"PodLogOptions", "sinceTime=now", "parsing time \"now\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"now\" as \"2006\""},
  };
  for (const Case& c : cases) EXPECT_EQ(options_of(c.kind, c.query), c.json) << c.query;
}

}  // namespace
}  // namespace pintle::api
