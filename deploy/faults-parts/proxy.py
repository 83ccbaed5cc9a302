"""Two proxies between a node and its hub: one that spoils the bytes of connections, and one that is trusted by the node
(it has the hub's own certificate) and spoils whole requests and answers."""

import asyncio
import http.client
import json
import os
import random
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHUNK = 1024


class Link:
    """Passes TCP connections on. Its attributes may be changed at any time and count for what is open, too."""

    def __init__(self, port, seed=0):
        self.target, self.chance = port, random.Random(seed)
        # Seconds that each piece waits.
        self.delay = 0.0
        # Bytes per second, 0 for no limit.
        self.rate = 0
        # Each connection is torn after this many bytes at most, in either direction; 0: never.
        self.tear_within = 0
        # Nothing passes in either direction, and no connection is closed or refused. What met this stays so for ever,
        # like a connection whose router forgot it: only those opened later work again.
        self.silent = False
        self.connections = self.torn = 0
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()

    @property
    def address(self):
        return f"https://127.0.0.1:{self.port}"

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._take, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()

    async def _take(self, reader, writer):
        self.connections += 1
        if self.silent:
            await self._say_nothing(reader)
            return
        try:
            hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        dead = asyncio.Event()
        left = [self.chance.randrange(self.tear_within) if self.tear_within else None]
        passes = [asyncio.ensure_future(self._pass(source, target, left, dead, reader)) for source, target in (
            (reader, hub_writer), (hub_reader, writer))]
        await asyncio.wait(passes, return_when=asyncio.FIRST_COMPLETED)
        for task in passes:
            task.cancel()
        for end in (writer, hub_writer):
            end.transport.abort()

    @staticmethod
    async def _say_nothing(source):
        """Until the other end gives up."""
        while await source.read(CHUNK):
            pass

    async def _pass(self, source, target, left, dead, node):
        try:
            while piece := await source.read(CHUNK):
                if self.silent:
                    dead.set()
                    break
                if left[0] is None and self.tear_within:
                    left[0] = self.chance.randrange(self.tear_within)
                if self.delay:
                    await asyncio.sleep(self.chance.uniform(0, 2 * self.delay))
                if self.rate:
                    await asyncio.sleep(len(piece) / self.rate)
                if left[0] is not None and self.tear_within:
                    # Half of the last piece still arrives.
                    left[0] -= len(piece)
                    if left[0] <= 0:
                        target.write(piece[:len(piece) // 2])
                        await target.drain()
                        self.torn += 1
                        return
                target.write(piece)
                await target.drain()
            if dead.is_set() and source is not node:
                # Also when the hub has hung up long since.
                await asyncio.Event().wait()
            if dead.is_set():
                await self._say_nothing(node)
        except (OSError, asyncio.CancelledError):
            return


class Impostor:
    """Answers in the hub's name, with the hub's own certificate and key, by asking the hub. Keeps every push."""

    def __init__(self, school):
        self.school = school
        # How many answers to pushes are still to be lost after the hub has given them.
        self.lose = 0
        # Each push is passed on this often, at the same time; any one of the answers goes back.
        self.times = 1
        self.lost = 0
        self.pushes = []
        self.lock = threading.Lock()
        with open(os.path.join(school.hub_data, "server.json")) as file:
            content = json.load(file)["content"]
        path = school.path("impostor.pem")
        with open(path, "w") as file:
            file.write(content["certificate"] + "\n" + content["key"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        impostor = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                impostor._pass_on(self)

            do_GET = do_POST = pass_on

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # A node that hangs up is an ordinary thing here.
        self.server.handle_error = lambda request, address: None
        # The handshake belongs into the connection's own thread.
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"https://127.0.0.1:{self.port}"

    def send(self, request):
        """(status, headers, body) from the hub for a request (method, target, headers, body)."""
        method, target, headers, body = request
        connection = http.client.HTTPSConnection(
            self.school.host, self.school.port, timeout=60, context=self.school.trust)
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def _send_too(self, request, answers):
        try:
            answers.append(self.send(request))
        except (OSError, http.client.HTTPException):
            pass  # the hub is away: then the node is told so by the first one

    def _pass_on(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        unwanted = {"host", "connection", "expect", "content-length"}
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in unwanted}
        request = (handler.command, handler.path, headers, body)
        is_push = handler.path.startswith("/v1/push")
        try:
            answers = []
            others = [
                threading.Thread(target=self._send_too, args=(request, answers)) for _ in range(self.times - 1)]
            for other in others if is_push else []:
                other.start()
            answers.append(self.send(request))
            for other in others if is_push else []:
                other.join()
            status, given, answer = random.choice(answers)
        except (OSError, http.client.HTTPException):
            handler.close_connection = True
            return
        if is_push:
            with self.lock:
                self.pushes.append(request)
                lose, self.lose = self.lose > 0, max(0, self.lose - 1)
                self.lost += lose
            if lose:
                handler.close_connection = True
                return
        handler.send_response_only(status)
        for name, value in given:
            if name.lower() not in ("connection", "content-length", "transfer-encoding", "date"):
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
