"""Bodies, addresses and secrets of webhooks, by themselves."""

import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.account.webhook import is_secret
from custom_components.amps.account.webhook_body import Hint, hint_of, plausible_url
from simulator import sign

TEXTS = st.text(max_size=40)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
KEYS = st.sampled_from(
    ["deviceId", "deviceType", "actionId", "id", "command", "reconnectionUrl", "data"]
)
BODIES = st.recursive(
    LEAVES,
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(KEYS | TEXTS, children, max_size=6)
    ),
)


@given(body=BODIES)
def test_any_json_is_a_hint_or_none(body: Any) -> None:
    hint = hint_of(json.dumps(body).encode())
    if hint is not None:
        assert hint.battery_id
        assert hint.reconnection_url is None or hint.reconnection_url[:8] == "https://"


@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_hint_or_none(body: bytes) -> None:
    assert hint_of(body) is None or body.strip().startswith(b"{")


@given(text=st.text(max_size=80))
def test_any_text_is_a_secret_or_not(text: str) -> None:
    assert is_secret(text) is False or text.startswith("whsec_")
    if is_secret("whsec_" + text):
        assert sign("whsec_" + text + "==", "msg", 0, b"").startswith("v1,")


def test_the_documents_secret_is_one() -> None:
    assert is_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert is_secret("whsec_YWI")
    assert not is_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-")
    assert not is_secret(None)


@pytest.mark.parametrize(
    ("body", "action_id"),
    [
        ({"deviceId": "d", "actionId": "a"}, "a"),
        ({"deviceId": "d", "id": "a", "command": "charge"}, "a"),
        ({"deviceId": "d", "id": "a", "error": {}, "failedAt": "x"}, "a"),
        ({"deviceId": "d", "id": "event_1"}, None),
        ({"deviceId": "d", "actionId": ".."}, None),
    ],
)
def test_the_action_of_a_body(body: Any, action_id: str | None) -> None:
    assert hint_of(json.dumps(body).encode()) == Hint(
        battery_id="d", action_id=action_id
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://auth.amps.ai/?reconnect=true&token=a%2Fb", ...),
        ("https://auth.amps.ai/a(b)", "https://auth.amps.ai/a%28b%29"),
        ("http://auth.amps.ai/", None),
        ("javascript:alert(1)", None),
        ("https://user:password@amps.ai/", None),
        ("https://", None),
        ("https://nowhere", None),
        ("https://amps.ai:99999999/", None),
        ("https://amps.ai/ [x](https://evil.example)", None),
        ("https://amps.ai/\n", None),
        ("https://amps.ai/" + "a" * 3000, None),
        (17, None),
        (None, None),
    ],
)
def test_addresses_that_may_be_shown(url: Any, shown: Any) -> None:
    assert plausible_url(url) == (url if shown is ... else shown)
