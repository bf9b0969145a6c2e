"""From HTTP numbers and codes to what a caller can do (section 8, 1.4)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.amps.api import (
    AmpsClient,
    AmpsError,
    ConflictError,
    DeviceOfflineError,
    KeyRefusedError,
    LinkBrokenError,
    NotCancellableError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ServerError,
    ThrottledError,
    UnauthorizedError,
    UnreadableError,
)
from custom_components.amps.api.refusal import http_date, retry_after

from .wire import NOW, Reply, Wire, listed, refused, wrapped

DEVICE = "GET /battery/device_1"


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("UNAUTHORIZED", 401, UnauthorizedError),
        (None, 401, UnauthorizedError),
        ("SOMETHING_NEW", 401, UnauthorizedError),
        ("RATE_LIMIT_EXCEEDED", 401, ThrottledError),
        ("RATE_LIMIT_EXCEEDED", 429, ThrottledError),
        (None, 429, ThrottledError),
        ("INSUFFICIENT_PERMISSIONS", 403, PermissionDeniedError),
        ("LIVE_ACCESS_DISABLED", 403, PermissionDeniedError),
        (None, 403, PermissionDeniedError),
        ("DEVICE_NOT_FOUND", 404, NotFoundError),
        ("NOT_FOUND", 404, NotFoundError),
        (None, 404, NotFoundError),
        (None, 410, NotFoundError),
        ("CONFLICT", 409, ConflictError),
        (None, 409, ConflictError),
        ("ACTION_NOT_CANCELLABLE", 409, NotCancellableError),
        ("UNSUPPORTED_MODE", 422, RejectedError),
        ("COMMAND_NOT_SUPPORTED", 422, RejectedError),
        ("DIRECT_ACTION_UNSUPPORTED", 422, RejectedError),
        ("START_IN_PAST", 422, RejectedError),
        (None, 400, RejectedError),
        (None, 418, RejectedError),
        ("NOT_IMPLEMENTED", 501, RejectedError),
        (None, 501, RejectedError),
        ("INTERNAL_ERROR", 500, ServerError),
        ("INVALID_API_KEY", 500, ServerError),
        (None, 503, ServerError),
        (None, 408, ServerError),
        (None, 200, ServerError),
        ("DEVICE_OFFLINE", 503, DeviceOfflineError),
        ("DEVICE_OFFLINE", 422, DeviceOfflineError),
        ("INVALID_CREDENTIALS", 401, LinkBrokenError),
        ("INVALID_MFA_CODE", 403, LinkBrokenError),
        ("MFA_REQUIRED", 403, LinkBrokenError),
        ("ACCOUNT_LOCKED", 403, LinkBrokenError),
        ("UNSUPPORTED_CREDENTIAL_TYPE", 400, LinkBrokenError),
        ("UNSUPPORTED_AUTH_PATH", 400, LinkBrokenError),
        ("CREDENTIAL_NOT_FOUND", 404, LinkBrokenError),
        (None, 302, UnreadableError),
    ],
)
async def test_what_a_refusal_is(
    client: AmpsClient,
    wire: Wire,
    code: str | None,
    status: int,
    expected: type[AmpsError],
) -> None:
    wire.on(DEVICE, refused(code, status))
    with pytest.raises(AmpsError) as caught:
        await client.read_battery("device_1")
    assert type(caught.value) is expected
    assert caught.value.code == code
    assert caught.value.status == status
    assert caught.value.endpoint == "GET /battery/{id}"
    assert caught.value.message == "as Amps says it"
    code_text = f" {code}" if code else ""
    assert (
        str(caught.value)
        == f"GET /battery/{{id}}: {status}{code_text} {caught.value.message}"
    )


@pytest.mark.parametrize("code", ["INVALID_API_KEY", "EXPIRED_TOKEN"])
async def test_a_key_refused_on_the_account(
    client: AmpsClient, wire: Wire, code: str
) -> None:
    wire.on("GET /battery", refused(code, 401))
    wire.on("GET /actions", refused(code, 401))
    for ask in (client.probe, client.list_batteries, client.list_actions):
        with pytest.raises(KeyRefusedError):
            await ask()
    assert len(wire.seen) == 3


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (Reply(body=wrapped(listed())), LinkBrokenError),
        (refused("INVALID_API_KEY", 401), KeyRefusedError),
        (refused("UNAUTHORIZED", 401), UnauthorizedError),
        (refused("RATE_LIMIT_EXCEEDED", 401), UnauthorizedError),
        (Reply(status=502, body=b"<html>"), UnauthorizedError),
    ],
)
async def test_a_key_refused_on_a_device(
    client: AmpsClient, wire: Wire, check: Reply, expected: type[AmpsError]
) -> None:
    wire.on(DEVICE, refused("INVALID_API_KEY", 401))
    wire.on("GET /battery", check)
    with pytest.raises(AmpsError) as caught:
        await client.read_battery("device_1")
    assert type(caught.value) is expected
    assert caught.value.endpoint == "GET /battery/{id}"
    assert wire.asked == [DEVICE, "GET /battery"]
    assert wire.seen[1].query == {"limit": "1"}


async def test_details_of_a_rejection(client: AmpsClient, wire: Wire) -> None:
    reply = refused(
        "PARAMETER_OUT_OF_RANGE",
        422,
        parameter="power",
        value=9,
        min=0,
        max=5,
        unit="kw",
        reason="too\n much",
    )
    wire.on(DEVICE, reply, refused("X", 422, unsupportedParameters=["reserve", 3]))
    with pytest.raises(RejectedError) as caught:
        await client.read_battery("device_1")
    event = caught.value
    assert (
        event.parameter,
        event.minimum,
        event.maximum,
        event.unit,
        event.reason,
    ) == (
        "power",
        0,
        5,
        "kw",
        "too much",
    )
    with pytest.raises(RejectedError) as caught:
        await client.read_battery("device_1")
    assert caught.value.parameter == "reserve"


async def test_a_conflict_with_an_action_in_flight(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on(DEVICE, refused("CONFLICT", 409, conflictingActionIds=["act_1", None, ""]))
    with pytest.raises(ConflictError) as caught:
        await client.read_battery("device_1")
    assert caught.value.action_ids == ("act_1",)
    assert caught.value.strategies == ()


async def test_a_conflict_of_a_cancel_is_not_cancellable(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("POST /actions/act_1/cancel", refused("CONFLICT", 409))
    with pytest.raises(NotCancellableError) as caught:
        await client.cancel_action("act_1")
    assert caught.value.endpoint == "POST /actions/{id}/cancel"


@pytest.mark.parametrize(
    "error", [None, "no", {"code": 7, "message": []}, {"code": "", "details": 3}]
)
async def test_an_envelope_that_is_odd(
    client: AmpsClient, wire: Wire, error: Any
) -> None:
    wire.on(DEVICE, Reply(status=404, body={"success": False, "error": error}))
    with pytest.raises(NotFoundError) as caught:
        await client.read_battery("device_1")
    assert caught.value.code is None
    assert str(caught.value) == "GET /battery/{id}: 404"


async def test_a_message_is_one_bounded_line(client: AmpsClient, wire: Wire) -> None:
    error = {"code": "X" * 999, "message": "one\ntwo\x00\x1b[31m " + "y" * 10**6}
    wire.on(DEVICE, Reply(status=404, body={"error": error}))
    with pytest.raises(NotFoundError) as caught:
        await client.read_battery("device_1")
    assert caught.value.message is not None
    assert caught.value.message.startswith("one two[31m yyy")
    assert len(caught.value.message) == 300
    assert caught.value.code == "X" * 100


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7),
        ("1.5", 1.5),
        ("-3", 0),
        ("9" * 300, 3600),
        ("9" * 5000, None),
        ("nan", None),
        ("Tue, 02 Jun 2026 12:00:30 GMT", 30),
        ("Tue, 02 Jun 2026 11:00:30 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Tue, 02 Jun 2026 12:00:00 GMT", NOW),
        ("Tue, 02 Jun 2026 12:00:00 -0000", NOW),
        ("Tue, 02 Jun 2026 14:00:00 +0200", NOW),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
        ("Tue, 99 Jun 2026 12:00:00 GMT", None),
        (None, None),
    ],
)
def test_http_date(header: str | None, expected: datetime | None) -> None:
    assert http_date(header) == expected
    assert expected is None or expected.tzinfo is UTC


def test_an_unreadable_error_names_its_field() -> None:
    error = UnreadableError(endpoint="GET /battery", status=200, field="items[3].id")
    assert str(error) == "GET /battery: 200 (at items[3].id)"
    assert str(UnreadableError(endpoint="GET /battery")) == "GET /battery"
    assert len({error, error}) == 1
