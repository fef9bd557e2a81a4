#!/usr/bin/env python3
"""Memory of idle connections and streams, and CPU of an event to many watchers, of a running bench_net_server with one thread.

    idle.py PID PORT CONNECTIONS STREAMS tls|plain [PATH [EVENTS]]

Opens CONNECTIONS HTTP/2 connections with STREAMS requests for PATH (/watch) on each, and prints what the server's RSS rose by. With
EVENTS, publishes as many events of 1000 bytes and prints the server's CPU time for each that arrived.
"""
import os
import selectors
import socket
import ssl
import struct
import sys
import time

pid, port, connections, streams = (int(a) for a in sys.argv[1:5])
tls = sys.argv[5] == 'tls'
path = (sys.argv[6] if len(sys.argv) > 6 else '/watch').encode()
events = int(sys.argv[7]) if len(sys.argv) > 7 else 0
EVENT_BYTES = 1000

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.set_alpn_protocols(['h2'])


def rss():
    with open(f'/proc/{pid}/statm') as f:
        return int(f.read().split()[1]) * 4096


def cpu_us():
    with open(f'/proc/{pid}/stat') as f:
        fields = f.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1e6 / os.sysconf('SC_CLK_TCK')


def frame(kind, flags, stream, payload=b''):
    return struct.pack('>I', len(payload))[1:] + bytes([kind, flags]) + struct.pack('>I', stream) + payload


def request(stream, path):
    def field(name, value):
        return b'\x00' + bytes([len(name)]) + name + bytes([len(value)]) + value

    block = b'\x82\x87\x04' + bytes([len(path)]) + path + b'\x01\x0e127.0.0.1:6443'
    block += field(b'user-agent', b'kubelet/v1.36.0 (linux/amd64) kubernetes/abcdef')
    block += field(b'accept', b'application/vnd.kubernetes.protobuf,application/json')
    block += field(b'authorization', b'Bearer ' + b'x' * 40)
    return frame(1, 5, stream, block)


def connect():
    s = socket.create_connection(('127.0.0.1', port))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if tls:
        s = context.wrap_socket(s)
    window = struct.pack('>I', 2**30)
    s.sendall(b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + frame(4, 0, 0, struct.pack('>HI', 4, 2**30)) + frame(8, 0, 0, window) + frame(4, 1, 0))
    for i in range(streams):
        s.sendall(request(2 * i + 1, path))
    return s


def drain(sockets, wanted):
    selector = selectors.DefaultSelector()
    for s in sockets:
        s.setblocking(False)
        selector.register(s, selectors.EVENT_READ)
    got, deadline = 0, time.time() + 60
    while got < wanted and time.time() < deadline:
        ready = selector.select(0.2)
        if not ready and wanted == float('inf'):
            return got
        for key, _ in ready:
            try:
                got += len(key.fileobj.recv(1 << 20))
            except (BlockingIOError, ssl.SSLWantReadError):
                pass
    return got


base = rss()
open_ = [connect() for _ in range(connections)]
drain(open_, float('inf'))
rise = rss() - base
print(f'{sys.argv[5]}, {connections} connections, {streams} streams on each: {rise / connections:.0f} bytes a connection', end='')
print(f', {rise / connections / streams:.0f} a stream' if streams else '')
if events:
    publisher = connect()
    before = cpu_us()
    for i in range(events):
        publisher.sendall(request(2 * (streams + i) + 1, b'/publish/%d' % EVENT_BYTES))
        drain(open_, connections * streams * EVENT_BYTES)
    print(f'{(cpu_us() - before) / (events * connections * streams):.2f} us of CPU an event and watcher')
