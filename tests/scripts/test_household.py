"""The past that the development home is given."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from homeassistant.core import HomeAssistant
from homeassistant.helpers.template import Template
from homeassistant.util import slugify
from homeassistant.util.yaml import parse_yaml
import pytest

from custom_components.amps.inputs.meters import Meters, balance
from scripts.dev.household import (
    DAYS,
    EXPORT,
    IMPORT,
    PRODUCTION,
    TEMPLATE,
    import_of,
    past,
)

NOW = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)
BATTERIES = [("sensor.a_in", "sensor.a_out"), ("sensor.b_in", "sensor.b_out")]


def test_the_meters_agree_with_each_other() -> None:
    meters = Meters(
        bought=(IMPORT,),
        sold=(EXPORT,),
        solar=(PRODUCTION,),
        charged=tuple(charged for charged, _ in BATTERIES),
        discharged=tuple(given for _, given in BATTERIES),
    )
    energy = {meter: dict(rows) for meter, rows in past(BATTERIES, NOW, ZONE).items()}
    found = balance(meters, energy, HOUR)
    assert not found.contradictory
    # what comes first shows only that the second is of one hour
    assert len(found.load) == len(found.sun) == DAYS * 24 - 1
    assert found.load[-1].end == NOW.replace(minute=0)
    assert min(row.kw for row in found.load) == pytest.approx(0.3)
    assert max(row.kw for row in found.sun) > 2


def test_a_past_ends_where_the_meter_begins() -> None:
    rows = past(BATTERIES, NOW, ZONE)[IMPORT]
    stats = import_of(IMPORT, rows)["stats"]
    assert stats[-1]["sum"] == pytest.approx(0, abs=1e-6)
    sums = [row["sum"] for row in stats]
    assert sums == sorted(sums)


def test_its_meters_are_sensors() -> None:
    loaded: Any = parse_yaml(TEMPLATE)
    (made,) = loaded
    names = {slugify(sensor["name"]) for sensor in made["sensor"]}
    assert {f"sensor.{name}" for name in names} == {IMPORT, EXPORT, PRODUCTION}


def test_nothing_from_the_grid_is_a_number_too(hass: HomeAssistant) -> None:
    """A template's 5e-17 would be text."""
    (made,) = cast("list[dict[str, Any]]", parse_yaml(TEMPLATE))
    drawn = {"load": [0.3] * 24, "sun": [0.1] * 24, "battery": 0.2}
    assert 0.3 - 0.1 - 0.2 != 0
    assert Template(made["variables"]["grid"], hass).async_render(drawn) == 0
