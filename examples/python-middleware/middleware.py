"""A middleware in front of Five9, in Python's standard library. Run it: `python3 middleware.py --api-key-env KEY`."""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import signal
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable

from contract import Answer, Json, Refusal, parse_object, plain_text
from five9 import FakeFive9
from operations import Operations
from screen_pops import ScreenPops, parse_secret
from states import change_state

BODY_LIMIT = 16 * 1024
DISCARD_LIMIT = 1024 * 1024
STOP_SECONDS = 10
_log_lock = threading.Lock()


def log(event: str, **fields: object) -> None:
    with _log_lock:
        print(json.dumps({"event": event, **fields}), flush=True)


class Middleware(ThreadingHTTPServer):
    """A thread for each connection; knows how many requests are in progress, so that a stop lets them finish."""

    request_queue_size = 128  # The default of 5 makes callers that come together wait for a second.

    def __init__(self, address: tuple[str, int], api_key: str) -> None:
        super().__init__(address, Handler)
        self.operations: Operations
        self.change_state: Callable[[Json], Answer] | None = None
        self._api_key = hashlib.sha256(api_key.encode()).digest()
        self._progress = threading.Condition()
        self._in_progress = 0
        self._stopping = False

    def authenticate(self, authorization: str) -> None:
        scheme, _, credential = authorization.strip().partition(" ")
        # Digests have one length, so that the comparison tells nothing about the length of the key either.
        presented = hashlib.sha256(credential.strip().encode()).digest()
        if scheme.lower() != "bearer" or not hmac.compare_digest(presented, self._api_key):
            message = "The credentials are not valid. This service expects Bearer authentication."
            raise Refusal(401, "unauthenticated", message, WWW_Authenticate='Bearer realm="five9-middleware"')

    def begin(self) -> None:
        with self._progress:
            if self._stopping:
                message = "This service is being stopped; nothing was done."
                raise Refusal(503, "upstream_failed", message, Retry_After="1")
            self._in_progress += 1

    def end(self) -> None:
        with self._progress:
            self._in_progress -= 1
            self._progress.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        log("connection_failed", error=getattr(sys.exc_info()[0], "__name__", ""))

    def stop(self) -> None:
        """Takes no more connections, refuses what comes on those that are open, and waits for what is in progress."""
        self.shutdown()
        with self._progress:
            self._stopping = True
            self._progress.wait_for(lambda: self._in_progress == 0, STOP_SECONDS)


class Handler(BaseHTTPRequestHandler):
    server: Middleware
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # Longer than any client keeps an idle connection, so that no dial meets one that is just being closed.
    timeout = 75

    def do_GET(self) -> None:
        try:
            raw = self._read_body()
            self.server.begin()
        except Refusal as refusal:
            self.close_connection = True
            return self._send(refusal.answer)
        try:
            self._send(self._answer(raw))
        finally:
            self.server.end()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET

    def _answer(self, raw: bytes) -> Answer:
        try:
            return self._route(raw)
        except Refusal as refusal:
            return refusal.answer
        except Exception:  # What nobody foresaw is told to the log, and to nobody else.
            traceback.print_exc()
            return Refusal(500, "internal", "The service failed; its log says why.").answer

    def _route(self, raw: bytes) -> Answer:
        operations = self.server.operations
        path, _, query = self.path.partition("?")
        path = path.rstrip("/") or "/"
        if path.startswith("/recordings/") and self.command == "GET":
            return operations.audio(path.removeprefix("/recordings/"), query)
        routes: dict[str, tuple[str, Callable[[Json, str | None], Answer]]] = {
            "/": ("GET", operations.connect),
            "/calls/make": ("POST", operations.make_call),
            "/calls/hangup": ("POST", operations.hang_up),
            "/calls/transfer": ("POST", operations.transfer),
            "/calls/recording": ("POST", operations.recording),
        }
        if self.server.change_state is not None:
            change_state = self.server.change_state
            routes["/provider-states"] = ("POST", lambda body, _key: change_state(body))
        if path not in routes:
            return plain_text(404, "There is nothing at this path.")
        method, operation = routes[path]
        if self.command != method:
            return plain_text(405, "This path does not have this method.", Allow=method)
        self.server.authenticate(self.headers.get("Authorization", ""))
        body = parse_object(raw, self.headers.get("Content-Type", "")) if method == "POST" else {}
        return operation(body, self.headers.get("Idempotency-Key"))

    def _read_body(self) -> bytes:
        """All of it, before anything is answered: closing on unread bytes resets the connection and loses the answer."""
        if "Transfer-Encoding" in self.headers:
            raise Refusal(411, "rejected", "The request body must have a Content-Length.")
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit() and len(length) < 16):
            raise Refusal(400, "rejected", "Content-Length is not a number.")
        if int(length) > BODY_LIMIT:
            self.rfile.read(min(int(length), DISCARD_LIMIT))
            raise Refusal(413, "rejected", "The request body is too large.")
        return self.rfile.read(int(length))

    def _send(self, answer: Answer) -> None:
        payload = answer.payload()
        self.send_response(answer.status)
        for name, value in {"Cache-Control": "no-store", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(payload)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is not even HTTP: the standard library would answer with an HTML page."""
        self.close_connection = True
        self._send(Refusal(code, "rejected", "The HTTP request is not valid.").answer)

    def version_string(self) -> str:
        return "five9-middleware"

    def log_message(self, format: str, *args: object) -> None:
        """Silent: a request line may hold the signature of a link."""


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A middleware in front of a made-up Five9.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080, help="0 takes any free port; the first line printed says which")
    parser.add_argument("--api-key-env", default="KEY", metavar="VAR", help="the variable that holds the key")
    parser.add_argument("--public-url", help="where callers reach this service, when a proxy stands before it")
    parser.add_argument("--dial-seconds", type=float, default=0, help="how long Five9 takes to say a call's id")
    parser.add_argument("--recording-seconds", type=float, default=3, help="from the end of a call to its recording")
    parser.add_argument("--retention-seconds", type=float, default=24 * 60 * 60, help="how long a recording is kept")
    parser.add_argument("--screen-pop-url", help="the platform's webhook, which hears of inbound calls")
    parser.add_argument("--screen-pop-secret-env", default="POP_SECRET", metavar="VAR", help="the variable with its secret")
    parser.add_argument("--screen-pop-seconds", type=float, default=5, help="how long the webhook may take to answer")
    parser.add_argument("--screen-pop-delays", default="1,2,4,8", help="seconds before each further attempt")
    parser.add_argument("--provider-states", action="store_true", help="for tests: POST /provider-states")
    return parser.parse_args()


def main() -> int:
    options = parse_arguments()
    api_key = os.environ.get(options.api_key_env, "")
    if not (api_key.isascii() and api_key.isprintable() and api_key and " " not in api_key):
        print(f"{options.api_key_env} must hold the API key: visible ASCII, not empty.", file=sys.stderr)
        return 2
    screen_pops = None
    if options.screen_pop_url is not None:
        try:
            key = parse_secret(os.environ.get(options.screen_pop_secret_env, ""))
        except ValueError as error:
            print(f"{options.screen_pop_secret_env} must hold the secret of the screen pops: {error}.", file=sys.stderr)
            return 2
        delays = [float(delay) for delay in options.screen_pop_delays.split(",")]
        screen_pops = ScreenPops(options.screen_pop_url, key, log, options.screen_pop_seconds, delays)
    server = Middleware((options.host, options.port), api_key)
    url = options.public_url or f"http://{options.host}:{server.server_address[1]}"
    five9 = FakeFive9(options.dial_seconds, options.recording_seconds, options.retention_seconds)
    server.operations = Operations(five9, url, log)
    if screen_pops is not None:
        five9.on_inbound = screen_pops.announce
    if options.provider_states:
        server.change_state = lambda body: change_state(five9, body)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    log("listening", url=url)
    stop.wait()
    server.stop()
    if screen_pops is not None:
        screen_pops.stop()
    log("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
