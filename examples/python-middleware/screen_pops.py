"""Tells the platform who is calling: signed by Standard Webhooks, and sent again until the platform has taken it.

One event a call, when it rings: so events of one call cannot overtake each other. Before you announce more of them, let
those of one call wait for each other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Callable

from five9 import Call

TRANSIENT = {408, 409, 425, 429}  # and every 5xx; any other refusal is final
LONGEST_RETRY_AFTER = 30


def parse_secret(text: str) -> bytes:
    """The key is the bytes that the base64 after `whsec_` stands for, and not the text itself."""
    prefix, _, encoded = text.partition("_")
    key = base64.b64decode(encoded, validate=True) if prefix == "whsec" else b""
    if not 24 <= len(key) <= 64:
        raise ValueError("it must be whsec_ and the base64 of 24 to 64 bytes")
    return key


def sign(key: bytes, delivery_id: str, body: bytes) -> dict[str, str]:
    timestamp = str(int(time.time()))
    content = f"{delivery_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {"webhook-id": delivery_id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The standard library would follow a 302 as a GET, without the body."""

    def redirect_request(self, *_: object) -> None:
        return None


class ScreenPops:
    def __init__(self, url: str, key: bytes, log: Callable[..., None], timeout: float, delays: list[float]) -> None:
        self._url, self._key, self._log, self._timeout, self._delays = url, key, log, timeout, delays
        self._opener = urllib.request.build_opener(NoRedirect)
        self._senders = ThreadPoolExecutor(max_workers=16, thread_name_prefix="screen-pop")
        self._stopping = threading.Event()

    def announce(self, call: Call, customer: str) -> None:
        delivery_id = str(uuid.uuid4())  # made when the event happens: the same in every attempt
        message = {
            "event": "call.ringing",
            "event_id": delivery_id,
            "call_id": call.call_id,
            "aliases": {"session_id": call.session_id},
            "direction": "inbound",
            "customer_number": customer,
            "agent": {"extension": call.agent},
            "occurred_at": datetime.now(timezone.utc).isoformat(),
        }
        # Written once: these bytes are signed, and these are sent, in every attempt.
        self._senders.submit(self._deliver, delivery_id, json.dumps(message).encode())

    def stop(self) -> None:
        self._stopping.set()
        self._senders.shutdown(cancel_futures=True)

    def _deliver(self, delivery_id: str, body: bytes) -> None:
        for delay in [*self._delays, None]:
            status, retry_after = self._attempt(delivery_id, body)
            if status is not None and status < 300:
                return self._log("screen_pop_delivered", id=delivery_id)
            if status is not None and status not in TRANSIENT and status < 500:
                return self._log("screen_pop_refused", id=delivery_id, status=status)
            if delay is None or self._stopping.wait(max(delay, retry_after)):
                break
        self._log("screen_pop_given_up", id=delivery_id)

    def _attempt(self, delivery_id: str, body: bytes) -> tuple[int | None, float]:
        """The status and what Retry-After asks for; no status when no answer came."""
        headers = {"Content-Type": "application/json", **sign(self._key, delivery_id, body)}
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return response.status, 0
        except urllib.error.HTTPError as error:
            asked = error.headers.get("Retry-After", "")
            error.close()
            return error.code, min(float(asked), LONGEST_RETRY_AFTER) if asked.isascii() and asked.isdigit() else 0
        except OSError:
            return None, 0
        except Exception as error:  # An answer that is no HTTP: as good as none.
            self._log("screen_pop_failed", id=delivery_id, error=type(error).__name__)
            return None, 0
