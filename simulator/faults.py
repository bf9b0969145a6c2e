"""Trouble on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from .errors import ApiError
from .keys import throttled


@dataclass(kw_only=True)
class Fault:
    """Which requests it affects, how often, and what happens to them.

    A `delay` alone slows the answer down. `drop` closes the connection; with `after`
    the request is carried out first, so a push is stored and its answer lost. `body`
    replaces the answer by any bytes, `truncate` cuts it (with `drop` in the middle of
    its transfer), `status` is an error envelope.
    """

    endpoint: str | None = None
    method: str | None = None
    device_id: str | None = None
    skip: int = 0
    times: int | None = 1
    delay: float = 0.0
    after: bool = False
    drop: bool = False
    truncate: int | None = None
    body: bytes | None = None
    content_type: str = "application/json"
    status: int | None = None
    code: str = "INTERNAL_ERROR"
    message: str = "Something went wrong."
    details: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def lost_answer(cls, **where: Any) -> Self:
        """Carry out the request and lose the response."""
        given: dict[str, Any] = {"endpoint": "push", "drop": True, "after": True}
        return cls(**(given | where))

    @classmethod
    def throttle(
        cls,
        form: Literal["429", "401", "plain-401"] = "plain-401",
        retry_after: int | None = None,
        **where: Any,
    ) -> Self:
        """Refuse as the rate limiter does."""
        answer = throttled(form, retry_after)
        return cls(
            status=answer.status,
            code=answer.code,
            message=answer.message,
            headers=answer.headers,
            **where,
        )

    @classmethod
    def manufacturer_refuses(cls, code: str = "INVALID_API_KEY", **where: Any) -> Self:
        """Refuse because the manufacturer refuses the end user's credentials."""
        message = "The manufacturer rejected the credentials."
        return cls(status=401, code=code, message=message, **where)

    @property
    def replaces(self) -> bool:
        """Return whether the request is not carried out."""
        if self.after or self.truncate is not None:
            return False
        return self.drop or self.body is not None or self.status is not None

    def error(self) -> ApiError | None:
        """Return the envelope it answers with."""
        if self.status is None or self.body is not None:
            return None
        return ApiError(
            self.status, self.code, self.message, self.details, self.headers
        )


class Faults:
    """The faults that are waiting."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        """Let faults wait for their requests."""
        self.waiting.extend(faults)

    def clear(self) -> None:
        """Forget all faults."""
        self.waiting.clear()

    def take(self, endpoint: str, method: str, device_id: str | None) -> Fault | None:
        """Return the fault that affects this request, and count it."""
        for fault in self.waiting:
            if fault.endpoint not in (None, endpoint):
                continue
            if fault.method not in (None, method):
                continue
            if fault.device_id not in (None, device_id):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
            return fault
        return None
