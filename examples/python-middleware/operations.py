"""The five operations, from a request's body to an answer, and the ledger that keeps a phone from ringing twice."""

from __future__ import annotations

import hashlib
import hmac
import math
import re
import secrets
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Callable
from urllib.parse import parse_qs, urlencode

from contract import Answer, Json, Refusal, optional_text, required_text
from five9 import FakeFive9

LINK_SECONDS = 15 * 60
KEY_SECONDS = 24 * 60 * 60


class Operations:
    def __init__(self, five9: FakeFive9, public_url: str, log: Callable[..., None]) -> None:
        self._five9 = five9
        self._public_url = public_url.rstrip("/")
        self._log = log
        self._ledger = IdempotencyLedger()
        self._link_secret = secrets.token_bytes(32)

    def connect(self, _body: Json, _key: str | None) -> Answer:
        return Answer()

    def make_call(self, body: Json, key: str | None) -> Answer:
        agent, destination = required_text(body, "agent_extension"), required_text(body, "destination")
        campaign, skill = optional_text(body, "campaign_name"), optional_text(body, "skill_id")

        def dial() -> Answer:
            call = self._five9.dial(agent, destination, campaign, skill)
            self._log("dialled", agent_extension=agent, call_id=call.call_id)  # never the number
            return Answer(200, {"success": True, "call_id": call.call_id, "aliases": {"session_id": call.session_id}})

        return self._once(key, ("make_call", agent, destination, campaign, skill), dial)

    def transfer(self, body: Json, key: str | None) -> Answer:
        call_id, target = required_text(body, "call_id"), required_text(body, "target_extension")
        kind = optional_text(body, "transfer_type")
        if kind not in (None, "blind", "attended"):
            raise Refusal(400, "rejected", 'transfer_type must be "blind" or "attended".')

        def transfer() -> Answer:
            self._five9.transfer(call_id, target)
            return Answer()

        return self._once(key, ("transfer", call_id, target, kind), transfer)

    def hang_up(self, body: Json, _key: str | None) -> Answer:
        self._five9.hang_up(required_text(body, "call_id"))
        return Answer()

    def recording(self, body: Json, _key: str | None) -> Answer:
        call_id = required_text(body, "call_id")
        wait = self._five9.seconds_to_recording(call_id)
        if wait > 0:
            return Answer(202, {"success": True, "status": "pending"}, {"Retry-After": str(math.ceil(wait))})
        expires = int(time.time()) + LINK_SECONDS
        query = urlencode({"expires": expires, "signature": self._sign(call_id, str(expires))})
        link = {
            "recording_url": f"{self._public_url}/recordings/{call_id}?{query}",
            "content_type": "audio/wav",
            "expires_at": datetime.fromtimestamp(expires, timezone.utc).isoformat(),
        }
        return Answer(200, {"success": True, **link})

    def audio(self, call_id: str, query: str) -> Answer:
        """What a link leads to; it needs no credentials but its signature."""
        given = {name: values[0] for name, values in parse_qs(query).items()}
        expires, signature = given.get("expires", ""), given.get("signature", "")
        if not hmac.compare_digest(self._sign(call_id, expires).encode(), signature.encode()):
            raise Refusal(403, "forbidden", "The link to this recording is not valid.")
        if int(expires) < time.time():
            raise Refusal(410, "recording_expired", "The link to this recording has expired; ask for a new one.")
        return Answer(200, self._five9.open_recording(call_id), content_type="audio/wav")

    def _once(self, key: str | None, content: object, perform: Callable[[], Answer]) -> Answer:
        def answer() -> Answer:
            try:
                return perform()
            except Refusal as refusal:
                return refusal.answer
            except Exception as error:  # Five9 was asked: from here on, nobody knows whether a phone rings.
                self._log("five9_failed", error=type(error).__name__)
                return Refusal(502, "upstream_failed", "Five9 gave no usable answer; it may have happened.").answer

        return answer() if key is None else self._ledger.once(key, content, answer)

    def _sign(self, call_id: str, expires: str) -> str:
        return hmac.new(self._link_secret, f"{call_id}\n{expires}".encode(), hashlib.sha256).hexdigest()


@dataclass
class Entry:
    content: object
    expires_at: float
    answer: Answer | None = None  # None while the first request is still at work


class IdempotencyLedger:
    """In this process only: before you run several instances, put it into a store that they share."""

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._entries: dict[str, Entry] = {}  # the oldest first
        self._lock = threading.Lock()

    def once(self, key: str, content: object, perform: Callable[[], Answer]) -> Answer:
        """`perform` must answer and not raise: what it did has to be remembered."""
        if not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
            raise Refusal(400, "rejected", "Idempotency-Key must be 1 to 255 visible ASCII characters.")
        with self._lock:  # Entered before Five9 is asked, and in one step.
            entry = self._entries.get(key)
            if entry is not None and (entry.answer is None or entry.expires_at > time.monotonic()):
                return self._replay(entry, content)
            self._make_room()
            entry = self._entries[key] = Entry(content, time.monotonic() + KEY_SECONDS)
        answer = perform()
        with self._lock:
            if answer.status < 300 or (answer.status >= 500 and answer.status != 503):
                entry.answer = answer
            else:  # Nothing rang: the same intent may try again.
                del self._entries[key]
        return answer

    def _replay(self, entry: Entry, content: object) -> Answer:
        if entry.content != content:
            raise Refusal(409, "idempotency_conflict", "This Idempotency-Key was used with another body.")
        if entry.answer is None:
            message = "The first request with this Idempotency-Key is still in progress."
            raise Refusal(409, "idempotency_in_progress", message, Retry_After="1")
        return replace(entry.answer, headers={**entry.answer.headers, "Idempotent-Replayed": "true"})

    def _make_room(self) -> None:
        if len(self._entries) < self._limit:
            return
        # Never one in progress: forgetting that could ring a phone twice at once.
        oldest = next((key for key, entry in self._entries.items() if entry.answer is not None), None)
        if oldest is None:
            raise Refusal(503, "upstream_failed", "Too many dials are in progress.", Retry_After="1")
        del self._entries[oldest]
