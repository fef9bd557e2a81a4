#include "net/test_server.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace pintle::net {

class TestFeed::Stream final : public BodyStream {
 public:
  explicit Stream(std::shared_ptr<TestFeed> feed) : feed_(std::move(feed)) {}
  ~Stream() override {
    feed_->stream_ = nullptr;
    feed_->gone_.set_value();
  }
  Task<std::vector<Bytes>> next() override {
    if (pieces_.empty() && !ended_) co_await Wait{*this};
    co_return std::exchange(pieces_, {});
  }
  void cancel() override {
    feed_->cancelled_ = true;
    finish();
    PINTLE_CHECK(feed_->stream_ == this);  // the stream outlives its cancel()
  }
  void add(std::string message) {
    pieces_.push_back(Bytes::take(std::move(message)));
    wake();
  }
  void finish() {
    ended_ = true;
    wake();
  }
  void break_off() {
    broken_off_ = true;
    finish();
  }
  bool broken_off() const override { return broken_off_; }

 private:
  struct Wait {
    Stream& stream;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> handle) { stream.waiter_ = handle; }
    void await_resume() const {}
  };
  void wake() {
    if (waiter_) std::exchange(waiter_, nullptr).resume();
  }
  std::shared_ptr<TestFeed> feed_;
  std::vector<Bytes> pieces_;
  std::coroutine_handle<> waiter_;
  bool ended_ = false;
  bool broken_off_ = false;
};

std::unique_ptr<BodyStream> TestFeed::open(Loop& loop) {
  loop_ = &loop;
  auto stream = std::make_unique<Stream>(shared_from_this());
  stream_ = stream.get();
  opened_.set_value();
  return stream;
}

void TestFeed::push(std::string message) {
  loop_->post([self = shared_from_this(), message = std::move(message)]() mutable {
    if (self->stream_) self->stream_->add(std::move(message));
  });
}

void TestFeed::end() {
  loop_->post([self = shared_from_this()] {
    if (self->stream_) self->stream_->finish();
  });
}

void TestFeed::break_off() {
  loop_->post([self = shared_from_this()] {
    if (self->stream_) self->stream_->break_off();
  });
}

Task<std::vector<Bytes>> TestFlow::next() {
  size_t size = std::min(left_, piece_);
  left_ -= size;
  given_ += size;
  std::vector<Bytes> pieces;
  if (size > 0) pieces.push_back(Bytes::take(std::string(size, 'f')));
  co_return pieces;
}

void TestGate::add(Done done) {
  bool open = false;
  {
    std::lock_guard lock(mutex_);
    open = open_;
    if (!open) waiting_.push_back(std::move(done));
    ++arrived_;
    changed_.notify_all();
  }
  if (open) done(true);
}

void TestGate::open() {
  std::vector<Done> waiting;
  {
    std::lock_guard lock(mutex_);
    open_ = true;
    waiting.swap(waiting_);
  }
  for (Done& done : waiting) done(true);
}

void TestGate::wait_for(size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return arrived_ >= count; });
}

Response text_response(std::string text, int status) {
  Response response;
  response.status = status;
  response.headers.add("content-type", "text/plain");
  response.body = Bytes::take(std::move(text));
  return response;
}

namespace {

Task<Response> not_found() { co_return text_response("no route", 404); }

Task<Response> hello(Request& request) { co_return text_response("hello " + std::string(request.path)); }

Task<Response> echo(Request& request) {
  Result<Bytes> body = co_await request.body->read_all(3 << 20);
  if (!body) co_return text_response(body.error().message(), body.error().code());
  Response response = text_response("");
  response.body = *std::move(body);
  co_return response;
}

// /bytes/<n>
Task<Response> give_bytes(Request& request) { co_return text_response(std::string(std::stoul(request.target.substr(7)), 'b')); }

// /flow/<n>: a stream of n bytes.
Task<Response> flow(Request& request) {
  static std::atomic<size_t> given;
  Response response = text_response("");
  response.body = std::unique_ptr<BodyStream>(new TestFlow(std::stoul(request.target.substr(6)), 5000, given));
  co_return response;
}

Task<Response> describe(Request& request) {
  std::string text = request.method + " " + std::string(request.path) + " ? " + std::string(request.query) + " @ " + request.authority +
                     " v" + std::to_string(request.version) + "\n";
  for (const Header& field : request.headers.fields()) text += field.name + "=" + field.value + "\n";
  co_return text_response(std::move(text));
}

}  // namespace

void ServerTest::SetUp() {
  routes_ = {{"/hello", hello}, {"/echo", echo}, {"/bytes/", give_bytes}, {"/flow/", flow}, {"/describe", describe}};
}

void ServerTest::TearDown() {
  server_.reset();
  if (!loops_) return;
  // Handlers that a test let go on reach their end before the loops do.
  for (size_t i = 0; i < loops_->size(); ++i) {
    std::promise<void> passed;
    loops_->at(i).post([&passed] { passed.set_value(); });
    passed.get_future().wait();
  }
  loops_->stop();
}

void ServerTest::start() {
  loops_ = LoopPool::start(loop_count_);
  auto server = Server::start(options_, *loops_, [this](Request& request) {
    for (auto route = routes_.rbegin(); route != routes_.rend(); ++route) {
      if (request.path.starts_with(route->first)) return route->second(request);
    }
    return not_found();
  });
  ASSERT_TRUE(server) << server.error().message();
  server_ = std::move(*server);
}

void ServerTest::start_tls() {
  if (!options_.tls) options_.tls.emplace();
  options_.tls->certificate_pem = certificate().certificate_pem;
  options_.tls->private_key_pem = certificate().private_key_pem;
  start();
}

const TestCertificate& ServerTest::certificate() {
  static const TestCertificate made = make_certificate("localhost");
  return made;
}

}  // namespace pintle::net
