"""The words of the wire: answers, refusals, and the checks of what is asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

Json = dict[str, object]


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: Json | bytes = field(default_factory=lambda: {"success": True})
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"

    def payload(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Refusal(Exception):
    """An answer that is not a success; the message is for the person at the call centre."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = Answer(status, {"success": False, "code": code, "message": message}, named)


def plain_text(status: int, text: str, **headers: str) -> Answer:
    """For paths that do not exist: in JSON, a 404 would say that the *call* is unknown."""
    return Answer(status, f"{text}\n".encode(), headers, "text/plain; charset=utf-8")


def parse_object(raw: bytes, content_type: str) -> Json:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "rejected", "The request body must be sent as application/json.")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal(400, "rejected", "The request body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise Refusal(400, "rejected", "The request body must be a JSON object.")
    return value


def required_text(body: Json, name: str, limit: int = 128) -> str:
    """A field as it came: a trimmed id would be another id, so white space is refused and not repaired."""
    value = body.get(name)
    if not isinstance(value, str):
        raise Refusal(400, "rejected", f"{name} must be a string." if name in body else f"{name} is required.")
    if not value or value != value.strip() or len(value) > limit:
        raise Refusal(400, "rejected", f"{name} must be 1 to {limit} characters without white space around them.")
    return value


def optional_text(body: Json, name: str) -> str | None:
    return required_text(body, name) if name in body else None
