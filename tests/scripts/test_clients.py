"""Clients against a real Home Assistant: what needs neither of them."""

from datetime import UTC, datetime, time
import json
from pathlib import Path

import pytest

from scripts.dev.clients import __main__ as clients, emhass, predbat
from scripts.dev.clients.environment import provide
from scripts.dev.clients.findings import Findings
from scripts.dev.clients.recipe import examples, parsed, under
from scripts.dev.errors import DevelopError
from scripts.dev.folder import ROOT


def test_findings_are_right_only_together() -> None:
    seen = Findings()
    right = [seen.right]
    seen.equal("writes", 0, 0)
    right.append(seen.right)
    seen.add("battery in charge", "3 of 4 looks", right=False)
    right.append(seen.right)
    assert right == [False, True, False]
    assert seen.table().splitlines() == [
        "tried              seen",
        "writes             0             ok",
        "battery in charge  3 of 4 looks  WRONG",
    ]


def test_a_recipe_is_read_from_its_page() -> None:
    scripts, apps = examples(predbat.PAGE, "yaml")
    assert set(parsed(under("script", scripts))) == set(parsed(scripts)["script"])
    assert parsed(apps)["inverter_type"] == "AMPS"
    with pytest.raises(DevelopError, match="instead of script"):
        under("script", apps)


def test_prices_of_emhass_follow_the_clock() -> None:
    now = datetime(2026, 11, 24, 10, 17, 5, tzinfo=UTC)
    costs = emhass.forecasts(now)["load_cost_forecast"]
    assert costs[:6] == [0.30, 0.05, 0.05, 0.60, 0.30, 0.30]
    assert len(costs) == emhass.STEPS


@pytest.mark.parametrize(
    ("power", "command"), [(-3.0, "charge"), (0.5, "discharge"), (0.04, "idle")]
)
def test_what_emhass_wants(power: float, command: str) -> None:
    assert emhass.wanted(power) == command


def test_power_that_emhass_published_for_an_instant() -> None:
    steps = [
        {"date": "2026-11-24T10:00:00+01:00", "p_batt_forecast": "0.0"},
        {"date": "2026-11-24T10:30:00+01:00", "p_batt_forecast": "-2960.4"},
        {"date": "2026-11-24T11:00:00+01:00", "p_batt_forecast": "500.0"},
    ]
    instant = datetime(2026, 11, 24, 9, 45, tzinfo=UTC)
    assert emhass.power_at(steps, instant) == -3.0


def test_tariff_of_predbat() -> None:
    rates = predbat.tariff()
    assert rates["rates_import"][1] == {
        "start": "00:30:00",
        "end": "01:00:00",
        "rate": 5,
    }
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    used = predbat.load_forecast(midnight)
    assert used["2026-11-24T02:00:00+00:00"] == 2 * predbat.LOAD_KW


def test_commands_that_amps_took() -> None:
    def push(status: int, **action: str) -> dict[str, object]:
        return {"status": status, "body": {"action": action}}

    back = push(202, command="auto.balanced", start="2026-11-24T01:00:00")
    pushes = [push(503, command="charge"), push(202, command="charge"), back]
    assert predbat.taken([*pushes, push(202, command="idle")]) == [
        {"command": "charge", "end": "2026-11-24T01:00:00"},
        {"command": "idle", "end": None},
    ]


def test_only_settled_looks_of_a_slot_count() -> None:
    watch = predbat.Watch.__new__(predbat.Watch)
    watch.looks = [
        predbat.Look(at=time(0, minute), status="", command="charge", shown=0)
        for minute in (29, 31, 33, 59)
    ]
    within = watch.within((time(0, 30), time(1, 0)))
    assert [look.at.minute for look in within] == [33, 59]


def test_a_folder_without_the_client_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DevelopError, match="not a checkout of Predbat"):
        predbat.source_of(tmp_path)


def test_an_environment_that_is_there_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.dev.clients.environment.VENV", tmp_path)
    monkeypatch.delenv("CLIENT_PYTHON", raising=False)
    folder = tmp_path / "clients-some"
    folder.mkdir()
    stamp = "\n".join([str(ROOT), ">=3.12", "some==1"])
    (folder / ".stamp").write_text(stamp)
    assert provide("some", ["some==1"], ">=3.12") == folder / "bin" / "python"


@pytest.mark.parametrize("name", clients.CLIENTS)
def test_command_line(name: str, tmp_path: Path) -> None:
    parsed_name, options, source = clients.parse([name, "--source", str(tmp_path)])
    assert (parsed_name, source) == (name, tmp_path)
    assert options.check
    assert options.start is not None


@pytest.mark.parametrize(
    "arguments",
    [["other"], ["emhass", "--source", "/nowhere"], ["rest", "--keep", "."]],
)
def test_command_line_that_is_wrong(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        clients.parse(arguments)


def test_settings_of_emhass_are_those_of_the_page() -> None:
    settings = json.loads(examples(emhass.PAGE, "json")[0])
    assert settings["set_use_battery"]
    assert settings["optimization_time_step"] * 60 == emhass.STEP.total_seconds()
