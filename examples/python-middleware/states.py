"""Brings about what `switch-contract verify --states-url` asks for. For tests only: `--provider-states` switches it on."""

from __future__ import annotations

from contract import Answer, Json, Refusal, required_text
from five9 import FakeFive9

NEXT_DIAL = {
    "the credentials lack the permission": Refusal(403, "forbidden", "These credentials may not place calls."),
    "Five9 refuses in the body": Refusal(200, "rejected", "Five9 refused the call."),
    "Five9 limits the rate": Refusal(429, "rate_limited", "Too many requests to Five9.", Retry_After="1"),
    "Five9 is unavailable": Refusal(503, "upstream_failed", "Five9 is not available.", Retry_After="1"),
}


def change_state(five9: FakeFive9, body: Json) -> Answer:
    state, params = required_text(body, "state"), body.get("params")
    given = params if isinstance(params, dict) else {}
    agent, destination = str(given.get("agent_extension", "1001")), str(given.get("destination", "+15550001111"))
    if body.get("action") == "teardown":
        five9.refuse_next_dial(None)
        return Answer(200, {})
    if state in NEXT_DIAL:
        five9.refuse_next_dial(NEXT_DIAL[state])
        return Answer(200, {"agent_extension": agent})
    if state == "an inbound call rings at an agent":
        return Answer(200, {"call_id": five9.ring(agent, "+15557654321").call_id, "agent_extension": agent})
    if state == "the agent is not ready":
        return Answer(200, {"agent_extension": "1004"})
    if state == "a call whose recording was purged":
        call_id = five9.dial(agent, destination, None, None).call_id
        five9.hang_up(call_id)
        five9.purge_recording(call_id)
        return Answer(200, {"call_id": call_id})
    # Everything else the verifier brings about by itself, by placing calls.
    raise Refusal(422, "rejected", "This state is not known.")
