// The codecs on one realistic Pod (data/pod.json, with managedFields), in bytes per second of CPU. Wanted per core: JSON to tree 300 MB/s,
// tree to JSON 600 MB/s, protobuf to tree 400 MB/s, tree to protobuf 600 MB/s, protobuf to JSON 400 MB/s (bytes of the JSON).
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <fstream>
#include <iterator>
#include <string>

#include "base/check.h"
#include "object/json.h"
#include "object/protobuf.h"
#include "object/storage.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

std::string read_pod() {
  std::ifstream file(PINTLE_SOURCE_DIR "/bench/data/pod.json");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  PINTLE_CHECK(!text.empty());
  text.pop_back();
  return text;
}

struct Fixture {
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  Bytes json = Bytes::take(read_pod());
  Document pod = std::move(decode_json(type, json)->document);
  Bytes stored = [this] {
    std::string out;
    encode_protobuf_object(type, pod.root(), {"v1", "Pod"}, out);
    return Bytes::take(std::move(out));
  }();
  Bytes message = Bytes::copy(split_envelope(stored)->message);
};

const Fixture& fixture() {
  static const Fixture fixture;
  return fixture;
}

void set_bytes(benchmark::State& state, size_t bytes) { state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes)); }

void json_decode(benchmark::State& state) {
  const Fixture& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(decode_json(f.type, f.json));
  set_bytes(state, f.json.size());
}
BENCHMARK(json_decode);

void json_decode_strict(benchmark::State& state) {
  const Fixture& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(decode_json(f.type, f.json, {.strictness = Strictness::kStrict}));
  set_bytes(state, f.json.size());
}
BENCHMARK(json_decode_strict);

void json_decode_untyped(benchmark::State& state) {
  const Fixture& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(decode_json(any_type(), f.json));
  set_bytes(state, f.json.size());
}
BENCHMARK(json_decode_untyped);

// What simdjson needs for its own untyped tree of the same text, copy into a padded buffer included: for comparison.
void json_decode_simdjson_dom(benchmark::State& state) {
  const Fixture& f = fixture();
  simdjson::dom::parser parser;
  for (auto _ : state) benchmark::DoNotOptimize(parser.parse(f.json.data(), f.json.size()).error());
  set_bytes(state, f.json.size());
}
BENCHMARK(json_decode_simdjson_dom);

void json_encode(benchmark::State& state) {
  const Fixture& f = fixture();
  std::string out;
  for (auto _ : state) {
    out.clear();
    encode_json(f.type, f.pod.root(), out);
    benchmark::DoNotOptimize(out.data());
  }
  PINTLE_CHECK(out == f.json.view());
  set_bytes(state, out.size());
}
BENCHMARK(json_encode);

void protobuf_decode(benchmark::State& state) {
  const Fixture& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(decode_protobuf(f.type, f.message));
  set_bytes(state, f.message.size());
}
BENCHMARK(protobuf_decode);

void protobuf_encode(benchmark::State& state) {
  const Fixture& f = fixture();
  std::string out;
  for (auto _ : state) {
    out.clear();
    encode_protobuf(f.type, f.pod.root(), out);
    benchmark::DoNotOptimize(out.data());
  }
  set_bytes(state, out.size());
}
BENCHMARK(protobuf_encode);

void transcode(benchmark::State& state) {
  const Fixture& f = fixture();
  std::string out;
  for (auto _ : state) {
    out.clear();
    PINTLE_CHECK(protobuf_to_json(f.type, f.message, out, {.root = RootTypeMeta::kGiven, .api_version = "v1", .kind = "Pod"}).has_value());
  }
  PINTLE_CHECK(out == f.json.view());
  set_bytes(state, out.size());
}
BENCHMARK(transcode);

void set_resource_version(benchmark::State& state) {
  const Fixture& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(with_resource_version(f.stored, "184468"));
  set_bytes(state, f.stored.size());
}
BENCHMARK(set_resource_version);

void metadata_scan(benchmark::State& state) {
  const Fixture& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(scan_metadata(f.stored));
  set_bytes(state, f.stored.size());
}
BENCHMARK(metadata_scan);

}  // namespace
}  // namespace pintle::object

BENCHMARK_MAIN();
