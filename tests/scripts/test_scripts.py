from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import re
import subprocess

import pytest

from scripts.dev.check import table, trouble
from scripts.dev.folder import ROOT, Folder
from scripts.dev.home_assistant import Entity
from scripts.dev.options import Options, parse
from scripts.dev.rehearse import parse as parse_rehearsal
from scripts.dev.rehearse_judge import (
    Mode,
    Past,
    Planned,
    judged,
    kept,
    stretches,
    unplanned,
)

LEVEL = Entity("sensor.level", "device 1", "50", "%", "Battery Level")

EVENING = datetime(2026, 11, 22, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHARGE = Planned("charge", EVENING + HOUR, EVENING + 2 * HOUR, {"power": 3})


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def prepared(folder: Folder, *arguments: str) -> Options:
    options = parse(arguments)
    folder.prepare(options, 8124)
    return options


def test_start_without_offset_is_in_the_time_zone() -> None:
    options = parse(["--start", "2026-03-28T22:00", "--time-zone", "Europe/Berlin"])

    assert options.start == datetime(2026, 3, 28, 21, tzinfo=UTC)
    assert options.moves_clock


def test_own_clock_leaves_nothing_behind() -> None:
    assert not parse([]).is_fleeting
    assert parse(["--speed", "60"]).is_fleeting
    assert parse(["--check"]).is_fleeting


@pytest.mark.parametrize(
    "arguments",
    [
        ["--api-key", "sk_live_1", "--speed", "60"],
        ["--api-key", "sk_live_1", "--batteries", "2"],
        ["--batteries", "0"],
        ["--port", "65536"],
        ["--speed", "nan"],
        ["--start", "tomorrow"],
        ["--time-zone", "Europe/Atlantis"],
    ],
)
def test_refuses_what_makes_no_world(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)

    assert arguments[-2] in capsys.readouterr().err.splitlines()[-1]


def test_folder_links_the_checkout_and_keeps_changes(folder: Folder) -> None:
    prepared(folder)
    configuration = folder.path / "configuration.yaml"
    configuration.write_text("# mine\n")
    prepared(folder, "--time-zone", "Europe/Berlin")

    component = folder.path / "custom_components" / "amps"
    assert component.resolve() == ROOT / "custom_components" / "amps"
    assert configuration.read_text() == "# mine\n"
    assert "time_zone: Europe/Berlin" in (folder.path / "home.yaml").read_text()


def test_folder_knows_whether_there_is_a_user(folder: Folder) -> None:
    prepared(folder)
    assert not folder.is_onboarded()

    file = folder.path / ".storage" / "onboarding"
    stored = json.loads(file.read_text())
    stored["data"]["done"].append("user")
    file.write_text(json.dumps(stored))
    prepared(folder)

    assert folder.is_onboarded()


def test_entry_of_an_earlier_run_gets_the_new_server(folder: Folder) -> None:
    prepared(folder)
    file = folder.path / ".storage" / "core.config_entries"
    others = {"domain": "sun", "data": {}}
    entry = {"domain": "amps", "data": {"url": "http://127.0.0.1:1", "api_key": "a"}}
    file.write_text(json.dumps({"data": {"entries": [others, entry]}}))

    folder.point_entry_at("http://127.0.0.1:2", "b")

    entries = json.loads(file.read_text())["data"]["entries"]
    assert entries[0] == others
    assert entries[1]["data"] == {"url": "http://127.0.0.1:2", "api_key": "b"}


def test_token_is_for_the_owner_only(folder: Folder) -> None:
    folder.describe({"token": "secret"})

    assert folder.description.stat().st_mode & 0o777 == 0o600
    assert folder.described() == {"token": "secret"}


def test_log_entries_are_ours_and_whole(folder: Folder) -> None:
    folder.log.write_text(
        "2026-11-21 06:45:00.000+00:00 WARNING (SyncWorker_0) [homeassistant.loader]"
        " We found a custom integration amps which has not been tested by Home"
        " Assistant.\n"
        "2026-11-21 06:45:01.000+00:00 ERROR (MainThread) [homeassistant.setup] sun\n"
        "2026-11-21 06:45:02.000+00:00 INFO (MainThread) [custom_components.amps] up\n"
        "2026-11-21 06:45:03.000+00:00 ERROR (MainThread) [homeassistant] Oh\n"
        '  File "custom_components/amps/sensor.py", line 1\n'
        "2026-11-21 06:45:04.000+00:00 ERROR (MainThread) [homeassistant.setup] sun\n"
    )

    [entry] = folder.log_entries("WARNING", "ERROR")

    assert entry.splitlines()[1].endswith("line 1")


def test_nothing_is_missing() -> None:
    assert trouble({"state": "loaded"}, [LEVEL], 1) is None


@pytest.mark.parametrize(
    ("entry", "entities", "reason"),
    [
        (None, [], "not set up"),
        ({"state": "setup_retry", "reason": "no answer"}, [], "no answer"),
        ({"state": "loaded"}, [LEVEL], "1 of 2 batteries"),
        (
            {"state": "loaded"},
            [LEVEL, Entity("sensor.power", "device 2", None, "", "")],
            "sensor.power",
        ),
        (
            {"state": "loaded"},
            [LEVEL, Entity("sensor.power", "device 2", "unavailable", "", "")],
            "sensor.power",
        ),
    ],
)
def test_what_is_missing_is_named(
    entry: dict[str, str] | None, entities: list[Entity], reason: str
) -> None:
    found = trouble(entry, entities, 2)

    assert found is not None
    assert reason in found


def test_table_has_a_line_for_each_entity() -> None:
    lines = table([LEVEL]).splitlines()

    assert [line.split() for line in lines] == [
        ["entity", "state", "name"],
        ["sensor.level", "50", "%", "Battery", "Level"],
    ]


def test_missing_browser_is_told(tmp_path: Path) -> None:
    """Nothing but what the script itself needs can be found."""
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    done = subprocess.run(  # noqa: S603
        ["/bin/bash", ROOT / "scripts" / "setup", "find-browser"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr == "Chromium is missing: scripts/setup browser installs it.\n"


def test_browser_tests_cannot_be_left_out_in_ci() -> None:
    steps = (ROOT / ".ci" / "run").read_text().splitlines()

    assert "BROWSER_TESTS=required scripts/test" in steps
    assert steps.index("scripts/setup browser") < steps.index(
        "BROWSER_TESTS=required scripts/test"
    )


def test_release_is_what_hacs_downloads() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text())
    release = (ROOT / ".github" / "workflows" / "release.yaml").read_text()

    assert hacs["zip_release"]
    assert re.search(rf"upload .*\b{re.escape(hacs['filename'])}\b", release)


def past(*modes: tuple[float, str], power: float = 3) -> Past:
    """What a battery did, in hours after the evening."""
    return Past(
        tuple(
            Mode(
                EVENING + hours * HOUR,
                command,
                {"power": power} if command == "charge" else {},
                "",
            )
            for hours, command in ((0, "auto.balanced"), *modes)
        ),
        (),
    )


def test_occurrence_that_happened_is_right() -> None:
    found = past((1.001, "charge"), (2, "idle"), (2.001, "auto.balanced"))
    verdict = judged(CHARGE, found, "done")

    assert not verdict.wrong
    assert not unplanned([verdict], found)
    [before, after] = stretches(
        [CHARGE], {}, "auto.balanced", EVENING, EVENING + 3 * HOUR
    )
    assert kept(before, found).is_right
    assert kept(after, found).settled == EVENING + 2.001 * HOUR
    assert kept(after, found).is_right


@pytest.mark.parametrize(
    ("found", "outcome", "problems"),
    [
        (past(), "missed", ["lost"]),
        (past((1.5, "charge"), (2, "idle")), "done", ["late"]),
        (past((1, "charge"), (1.5, "idle")), "done", ["end"]),
        (past((1, "charge"), (2, "idle"), power=5), "done", ["parameters"]),
        (past((1, "charge"), (2, "idle")), "missed (slot_held)", ["outcome"]),
        (
            past((1, "charge"), (1.5, "charge"), (2, "idle")),
            "done",
            ["doubled", "end"],
        ),
    ],
)
def test_occurrence_that_went_wrong_is_named(
    found: Past, outcome: str, problems: list[str]
) -> None:
    assert judged(CHARGE, found, outcome).wrong == problems


def test_charging_that_nobody_asked_for_is_found() -> None:
    found = past((1, "charge"), (2, "idle"), (2.5, "charge"))
    [mode] = unplanned([judged(CHARGE, found)], found)

    assert mode.at == EVENING + 2.5 * HOUR


def test_mode_by_hand_holds_until_the_next_window() -> None:
    changes = {EVENING + HOUR / 2: "idle"}
    [first, by_hand, _] = stretches(
        [CHARGE], changes, "auto.balanced", EVENING, EVENING + 3 * HOUR
    )

    assert (first.command, by_hand.command) == ("auto.balanced", "idle")
    assert kept(by_hand, past((0.51, "idle"), (1, "charge"))).is_right
    assert not kept(by_hand, past((0.9, "idle"), (1, "charge"))).is_right


def test_rehearsal_begins_on_a_sunday_evening_where_it_is_held() -> None:
    week = parse_rehearsal(["week", "--time-zone", "America/New_York"])
    kill = parse_rehearsal(["kill", "--points", "2,5"])

    assert week.options.start == datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert (week.options.speed, kill.options.speed) == (300, 60)
    assert kill.points == [2, 5]
