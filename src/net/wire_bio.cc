#include "net/wire_bio.h"

#include <openssl/bio.h>

namespace pintle::net {
namespace {

Wire& wire_of(BIO* bio) { return *static_cast<Wire*>(BIO_get_data(bio)); }

int bio_read(BIO* bio, char* out, int size) {
  BIO_clear_retry_flags(bio);
  ptrdiff_t n = wire_of(bio).receive(out, static_cast<size_t>(size));
  if (n == Wire::kNothing) BIO_set_retry_read(bio);
  return n < 0 ? -1 : static_cast<int>(n);
}

int bio_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  return wire_of(bio).send({bytes, static_cast<size_t>(size)}) ? size : -1;
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* wire_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    BIO_meth_set_create(made, [](BIO* bio) {
      BIO_set_init(bio, 1);
      return 1;
    });
    return made;
  }();
  return method;
}

}  // namespace

bio_st* make_wire_bio(Wire& wire) {
  BIO* bio = BIO_new(wire_method());
  if (bio) BIO_set_data(bio, &wire);
  return bio;
}

}  // namespace pintle::net
