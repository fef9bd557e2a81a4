#include "net/transport.h"

namespace pintle::net {
namespace {

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(Wire& wire) : wire_(wire) {}
  Handshake handshake() override { return Handshake::kDone; }
  Protocol protocol() const override { return Protocol::kUnknown; }
  void describe(Peer&) const override {}
  ptrdiff_t receive(char* out, size_t size) override { return wire_.receive(out, size); }
  bool holds_input() const override { return false; }
  bool send(std::string_view bytes) override { return wire_.send(bytes); }
  void send_end() override {}

 private:
  Wire& wire_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(Wire& wire) { return std::make_unique<PlainTransport>(wire); }

}  // namespace pintle::net
