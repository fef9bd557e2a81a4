"""Proves that clients do not get in each other's way: a flood is told to come back, and whoever lists everything holds up nobody."""

import json
import socket
import ssl
import unittest

from harness import suite
from harness.server import Server

CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"
OBJECTS = 40
DATA = "x" * 200_000  # together more than sockets hold
STALLED_CLIENTS = 20


def connect(server):
    context = ssl.create_default_context(cadata=server.certificate_authority())
    return context.wrap_socket(socket.create_connection((server.host, server.port), timeout=60), server_hostname=server.host)


def begin_request(server, method, path, token, headers=()):
    """Sends the head of a request and leaves the connection open."""
    client = connect(server)
    lines = [f"{method} {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {token}", *headers]
    client.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    return client


def read_answer(client):
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(4096)
    return int(data.split(b" ", 2)[1])


class Floods(unittest.TestCase):
    def test_more_than_the_total_are_told_to_come_back(self):
        arguments = ["--max-requests-inflight=1", "--max-mutating-requests-inflight=0", "--authorization-mode=AlwaysAllow"]
        with Server(suite.BUILD, arguments) as server:
            body = json.dumps({"metadata": {"name": "slow"}}).encode()
            # The one seat is taken by a create whose body has not come.
            slow = begin_request(server, "POST", CONFIG_MAPS, "usertoken",
                                 ["Content-Type: application/json", f"Content-Length: {len(body)}", "Expect: 100-continue"])
            with slow:
                self.assertEqual(read_answer(slow), 100)
                status, headers, text = server.request("GET", CONFIG_MAPS, token="usertoken")
                self.assertEqual((status, headers["Retry-After"]), (429, "1"), text)
                self.assertEqual(server.request("GET", CONFIG_MAPS)[0], 200, "system:masters are exempt")
                self.assertEqual(server.request("GET", "/readyz", token="usertoken")[0], 200, "probes are exempt")
                slow.sendall(body)
                self.assertEqual(read_answer(slow), 201)
            self.assertEqual(server.request("GET", CONFIG_MAPS, token="usertoken")[0], 200)


class LargeLists(unittest.TestCase):
    def test_clients_that_do_not_read_hold_up_nobody(self):
        with Server(suite.BUILD, ["--io-loops=1"]) as server:
            for i in range(OBJECTS):
                body = {"metadata": {"name": f"m{i}"}, "data": {"k": DATA}}
                self.assertEqual(server.request("POST", CONFIG_MAPS, body)[0], 201)
            accepts = ("application/json", "application/json;as=Table;g=meta.k8s.io;v=v1", "application/vnd.kubernetes.protobuf")
            stalled = []
            for i in range(STALLED_CLIENTS):
                path = CONFIG_MAPS + ("?pretty=1" if i % 2 else "")
                stalled.append(begin_request(server, "GET", path, "admintoken", [f"Accept: {accepts[i % len(accepts)]}"]))
            try:
                for client in stalled:
                    self.assertEqual(read_answer(client), 200)
                self.assertEqual(server.request("GET", CONFIG_MAPS + "/m7")[2]["metadata"]["name"], "m7")
                whole = server.request("GET", CONFIG_MAPS)[2]
                self.assertEqual(len(whole["items"]), OBJECTS)
            finally:
                for client in stalled:
                    client.close()
