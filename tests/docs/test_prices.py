"""The sources of prices are on their page as in the code."""

from custom_components.amps.flows.prices import MAX_FACTOR
from custom_components.amps.inputs.asking import EMPTY_CACHE_TIME
from custom_components.amps.inputs.rows import MAX_ROWS
from custom_components.amps.inputs.sources import (
    DAY_AHEAD_CACHE_TIME,
    FORECAST_CACHE_TIME,
    SOURCES,
)
from custom_components.amps.inputs.units import max_price, max_tariff
from custom_components.amps.repairs.prices_stopped import REPORT_AFTER

from .pages import plain, section, text_of

TAXES = {True: "VAT", False: "none", None: "it depends"}


def test_sources() -> None:
    rows = section("prices.md", "Sources").rows("platform")
    documented = [tuple(plain(value) for value in row.values()) for row in rows]
    known = [(source.platform, source.name, TAXES[source.taxed]) for source in SOURCES]
    assert sorted(documented) == sorted(known)
    assert len({name for _, name, _ in documented}) == 13


def test_limits() -> None:
    text = " ".join(text_of("prices.md").split())
    assert f"more than {MAX_ROWS} prices" in text
    assert f"for more than {max_price('EUR'):g} euros" in text
    assert f"({max_price('SEK') / max_price('EUR'):g} times as much" in text
    assert f"Amounts above {max_tariff('EUR'):g} (of euros" in text
    assert f"Above 0, up to {MAX_FACTOR:g}." in text


def test_times() -> None:
    text = " ".join(text_of("prices.md").split())
    assert (
        f"up to {'six' if DAY_AHEAD_CACHE_TIME.seconds == 6 * 3600 else '?'} hours"
        in text
    )
    assert FORECAST_CACHE_TIME == EMPTY_CACHE_TIME
    assert f"{'ten' if FORECAST_CACHE_TIME.seconds == 600 else '?'} minutes" in text
    assert (
        f"known for {'three' if REPORT_AFTER.seconds == 3 * 3600 else '?'} hours"
        in text
    )
