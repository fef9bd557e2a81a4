#include "net/exchange.h"

#include <utility>

#include "net/worker.h"

namespace pintle::net {
namespace {

// What Request::body is: the handler's end of the exchange's IncomingBody.
class BodyReader final : public RequestBody {
 public:
  explicit BodyReader(IncomingBody& body) : body_(body) {}
  Task<Result<Bytes>> read_all(size_t bytes_max) override { return body_.read_all(bytes_max); }

 private:
  IncomingBody& body_;
};

}  // namespace

// Suspends the pump until pull() finds too little in the body.
class Exchange::Drained {
 public:
  explicit Drained(Exchange& exchange) : exchange_(exchange) {}
  bool await_ready() const { return exchange_.body_.size() == 0 || !exchange_.host_; }
  void await_suspend(std::coroutine_handle<> pump) { exchange_.pump_ = pump; }
  void await_resume() {}

 private:
  Exchange& exchange_;
};

Exchange::Exchange(std::shared_ptr<Worker> worker, std::shared_ptr<const Peer> peer, int32_t stream)
    : worker_(std::move(worker)), peer_(std::move(peer)), incoming_(worker_->loop, *this, worker_->options.timeouts.body), stream_(stream) {
  request_.loop = &worker_->loop;
  request_.peer = peer_.get();
  request_.host = this;
}

Exchange::~Exchange() = default;

void Exchange::start(ExchangeHost& host, std::shared_ptr<Gate> gate) {
  host_ = &host;
  gate_ = std::move(gate);
  request_.body = std::make_unique<BodyReader>(incoming_);
  spawn(run(shared_from_this()));
}

Task<void> Exchange::run(std::shared_ptr<Exchange> self) {
  ++self->gate_->running;
  ++self->worker_->exchanges;
  Response response = co_await self->worker_->handler(self->request_);
  self->end_deadline();
  if (!self->responded_) self->take_response(std::move(response));
  if (self->streamed()) co_await self->pump();
  --self->gate_->running;
  self->worker_->exchange_ended();
}

// The handler holds this exchange until it has answered, which ends the deadline.
void Exchange::answer_after(std::chrono::milliseconds time, std::move_only_function<Response()> answer) {
  end_deadline();
  deadline_ = worker_->deadlines.add(time, [this, answer = std::move(answer)]() mutable {
    deadline_.reset();
    auto self = shared_from_this();
    take_response(answer());
  });
}

void Exchange::end_deadline() {
  if (auto place = std::exchange(deadline_, std::nullopt)) worker_->deadlines.remove(*place);
}

void Exchange::take_response(Response response) {
  response_ = std::move(response);
  responded_ = true;
  if (auto* whole = std::get_if<Bytes>(&response_.body)) {
    body_.append(std::move(*whole));
  } else if (auto* gathered = std::get_if<std::vector<Bytes>>(&response_.body)) {
    body_.append(std::move(*gathered));
  } else {
    stream_body_ = std::get<std::unique_ptr<BodyStream>>(std::move(response_.body));
  }
  if (!stream_body_) body_.end();
  if (!host_) return;
  if (std::exchange(cancelled_, false)) cancel();  // the server has begun to stop meanwhile
  host_->respond(*this);
}

Task<void> Exchange::pump() {
  while (host_) {
    co_await Drained(*this);
    if (!host_) break;
    std::vector<Bytes> pieces = co_await stream_body_->next();
    if (!host_ || pieces.empty()) break;
    body_.append(std::move(pieces));
    announce();
  }
  pumped_ = true;
  broken_off_ = stream_body_->broken_off();
  if (!cancelling_) stream_body_.reset();
  body_.end();
  announce();
}

void Exchange::announce() {
  if (host_ && !pulling_) host_->body_ready(*this);
}

void Exchange::pull(size_t bytes) {
  if (pulling_) return;
  pulling_ = true;
  while (body_.size() < bytes && pump_) std::exchange(pump_, nullptr).resume();
  pulling_ = false;
}

void Exchange::cancel() {
  if (std::exchange(cancelled_, true)) return;
  if (!stream_body_) return;
  // next() may return, and the pump end, inside this call; the stream must outlive it.
  auto self = shared_from_this();
  cancelling_ = true;
  stream_body_->cancel();
  cancelling_ = false;
  if (pumped_) stream_body_.reset();
}

void Exchange::lost() {
  auto self = shared_from_this();  // the pump may end here
  host_ = nullptr;
  incoming_.fail();
  body_.clear();
  cancel();
  if (pump_ && !pulling_) std::exchange(pump_, nullptr).resume();
}

void Exchange::body_wanted() {
  if (host_) host_->read_body(*this);
}

}  // namespace pintle::net
