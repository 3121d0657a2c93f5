"""Five9 as far as the middleware needs it. This one is made up, in memory: put yours behind the same methods.

Each method does what it says, or raises a Refusal and then it is certain that nothing happened. Whatever else it raises
means that nobody knows, and is answered with 502.
"""

from __future__ import annotations

import io
import math
import re
import struct
import threading
import time
import uuid
import wave
from dataclasses import dataclass, field
from typing import Callable

from contract import Refusal

AGENTS = {
    **dict.fromkeys(["1001", "1002", "1005", *map(str, range(1010, 1020))], "ready"),
    "1003": "logged out",
    "1004": "not ready",
}
CAMPAIGNS = {"outbound-sales", "support", "confidential"}
SKILLS = {"501", "502"}
NOT_ELIGIBLE = {("1005", "outbound-sales"), ("1005", "501")}
NOT_RECORDED = {"confidential"}
DO_NOT_CALL = {"15550009999"}


@dataclass
class Call:
    call_id: str
    agent: str
    campaign: str | None
    session_id: str = field(default_factory=lambda: uuid.uuid4().hex.upper())
    ended_at: float | None = None


class FakeFive9:
    def __init__(self, dial_seconds: float, recording_seconds: float, retention_seconds: float) -> None:
        self._dial_seconds = dial_seconds
        self._recording_seconds = recording_seconds
        self._retention_seconds = retention_seconds
        self._agents = dict(AGENTS)
        self._calls: dict[str, Call] = {}
        self._next_dial: Refusal | None = None
        self.on_inbound: Callable[[Call, str], None] = lambda _call, _customer: None
        self._lock = threading.Lock()

    def dial(self, agent: str, destination: str, campaign: str | None, skill: str | None) -> Call:
        with self._lock:
            refusal, self._next_dial = self._next_dial, None
            if refusal is not None:
                raise refusal
            if agent not in self._agents:
                raise Refusal(404, "agent_not_found", f"No agent has the extension {agent}.")
            if campaign is not None and (campaign not in CAMPAIGNS or (agent, campaign) in NOT_ELIGIBLE):
                raise Refusal(422, "campaign_invalid", f"Agent {agent} cannot dial for this campaign.")
            if skill is not None and (skill not in SKILLS or (agent, skill) in NOT_ELIGIBLE):
                raise Refusal(422, "campaign_invalid", f"Agent {agent} does not have this skill.")
            if not re.fullmatch(r"\+?[0-9(][0-9 ().\-/]{1,30}", destination):
                raise Refusal(422, "destination_invalid", "The destination is not a number that can be dialled.")
            if re.sub(r"\D", "", destination) in DO_NOT_CALL:
                raise Refusal(422, "destination_blocked", "The destination is on the do-not-call list.")
            self._require_ready(agent)
            call = self._start(agent, campaign)
        time.sleep(self._dial_seconds)  # Five9 rings already, and takes its time to say the id.
        return call

    def ring(self, agent: str, customer: str) -> Call:
        """A customer calls in, and it rings at the agent, whose last call is over by now."""
        with self._lock:
            for call in self._calls.values():
                if call.agent == agent and call.ended_at is None:
                    call.ended_at = time.monotonic()
                    self._agents[agent] = "ready"
            self._require_ready(agent)
            call = self._start(agent, None)
        self.on_inbound(call, customer)
        return call

    def transfer(self, call_id: str, target: str) -> None:
        with self._lock:
            call = self._active(call_id)
            if target not in self._agents:  # not 404, which would say that the call is unknown
                raise Refusal(422, "agent_not_found", f"No agent has the extension {target}.")
            self._require_ready(target)
            self._agents[call.agent] = "ready"
            self._agents[target] = "on a call"
            call.agent = target

    def hang_up(self, call_id: str) -> None:
        with self._lock:
            call = self._active(call_id)
            call.ended_at = time.monotonic()
            self._agents[call.agent] = "ready"

    def seconds_to_recording(self, call_id: str) -> float:
        """How long to wait until it can be played; 0 when it can."""
        with self._lock:
            call = self._known(call_id)
            if call.campaign in NOT_RECORDED:
                raise Refusal(404, "not_recorded", "This call was not recorded.")
            if call.ended_at is None:
                return max(self._recording_seconds, 1)
            age = time.monotonic() - call.ended_at
            if age > self._retention_seconds:
                raise Refusal(410, "recording_expired", "The recording was deleted when its retention ended.")
            return max(self._recording_seconds - age, 0)

    def open_recording(self, call_id: str) -> bytes:
        """A second of a tone, as WAV."""
        if self.seconds_to_recording(call_id) > 0:
            raise Refusal(404, "recording_not_found", "There is no recording yet.")
        rate, buffer = 8000, io.BytesIO()
        tone = [int(8000 * math.sin(2 * math.pi * 440 * index / rate)) for index in range(rate)]
        with wave.open(buffer, "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(struct.pack(f"<{rate}h", *tone))
        return buffer.getvalue()

    def refuse_next_dial(self, refusal: Refusal | None) -> None:
        with self._lock:
            self._next_dial = refusal

    def purge_recording(self, call_id: str) -> None:
        with self._lock:
            self._known(call_id).ended_at = time.monotonic() - self._retention_seconds - 1

    def _start(self, agent: str, campaign: str | None) -> Call:
        call = Call(str(300000000115271 + 7 * len(self._calls)), agent, campaign)
        self._calls[call.call_id] = call
        self._agents[agent] = "on a call"
        return call

    def _require_ready(self, agent: str) -> None:
        if self._agents[agent] != "ready":
            raise Refusal(409, "agent_not_ready", f"Agent {agent} is {self._agents[agent]}.")

    def _known(self, call_id: str) -> Call:
        if call_id not in self._calls:
            raise Refusal(404, "call_not_found", "No call has this id.")
        return self._calls[call_id]

    def _active(self, call_id: str) -> Call:
        call = self._known(call_id)
        if call.ended_at is not None:
            raise Refusal(410, "call_ended", "The call has ended.")
        return call
