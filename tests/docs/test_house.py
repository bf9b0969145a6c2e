"""What the page on load and sun says is so."""

from custom_components.amps.inputs.house import MIN_MEASURED_TIME, Missing
from custom_components.amps.planner.forecast import DAYS
from custom_components.amps.planner.foresight import AHEAD

from ..packaging.files import ENGLISH
from .pages import plain, section, text_of


def test_what_can_be_missing() -> None:
    rows = section("house.md", "What is missing").rows("key")
    documented = {plain(row["key"]) for row in rows}
    known = {key for key in ENGLISH["exceptions"] if key.startswith("house_")}
    assert documented == known
    assert set(Missing) < known


def test_times() -> None:
    text = " ".join(text_of("house.md").split())
    assert f"the last {DAYS} days" in text
    assert f"the next {AHEAD} hours" in text
    assert f"Less than {MIN_MEASURED_TIME.total_seconds() / 3600:g} hours" in text
