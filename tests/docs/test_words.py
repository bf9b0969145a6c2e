"""Forms, repairs, outcomes, titles and tools are in the pages as in the code."""

from typing import Any

import pytest

from custom_components.amps.account.names import BRANDS
from custom_components.amps.api.models import Command
from custom_components.amps.condition import CONDITIONS
from custom_components.amps.engine.occurrence import Outcome, Reason
from custom_components.amps.llm.tool import AmpsTool, ReadTool
from custom_components.amps.schedule.errors import TitleError
from custom_components.amps.schedule.recurrence import normal
from custom_components.amps.schedule.titles import parse_title
from custom_components.amps.trigger import TRIGGERS

from .pages import ENGLISH, plain, section, sections


def _fields(steps: dict[str, Any]) -> set[tuple[str, str]]:
    """Return keys and labels of all fields of a flow's forms."""
    found: set[tuple[str, str]] = set()
    for step in steps.values():
        for form in (step, *step.get("sections", {}).values()):
            found |= set(form.get("data", {}).items())
    return found


@pytest.mark.parametrize(
    ("header", "flow"), [("field", "config"), ("option", "options")]
)
def test_fields_of_forms(header: str, flow: str) -> None:
    documented = {
        (plain(row[header]), row["label"])
        for page in ("set-up.md", "prices.md", "automatic.md")
        for item in sections(page)
        for row in item.rows(header)
    }
    assert documented == _fields(ENGLISH[flow]["step"])


def test_refusals_of_the_form() -> None:
    texts = ENGLISH["config"]["error"] | ENGLISH["config"]["abort"]
    about = section("troubleshooting.md", "The set-up form refuses the key")
    for row in about.rows("it says"):
        words = row["it says"].strip("… ")
        assert any(words in text for text in texts.values()), words


def test_repairs() -> None:
    listed = section("planning.md", "Repairs").listed("repair")
    assert set(listed) == ENGLISH["issues"].keys()


def test_outcomes_and_reasons() -> None:
    outcomes = section("planning.md", "How a window ends").listed("outcome")
    assert outcomes == [outcome.value for outcome in Outcome]
    reasons = section("planning.md", "Reasons").listed("reason")
    assert reasons == [reason.value for reason in Reason]
    helped = section("troubleshooting.md", "A window failed or was missed")
    assert set(helped.listed("reason")) <= set(reasons)


def test_system_health() -> None:
    (about,) = (part for part in sections("data-updates.md") if part.rows("value"))
    shown = {row["value"] for row in about.rows("value")}
    assert shown == set(ENGLISH["system_health"]["info"].values())


def test_titles() -> None:
    about = section("planning.md", "Titles")
    titles = [*about.listed("word"), *about.listed("title")]
    assert len({parse_title(title).command for title in titles}) == len(Command)


def test_titles_that_are_rejected() -> None:
    for row in section("planning.md", "Titles").rows("rejected"):
        with pytest.raises(TitleError):
            parse_title(plain(row["rejected"]))
        assert parse_title(plain(row["write instead"]))


def test_goals() -> None:
    rows = section("goals.md", "In the calendar").rows("title")
    for row in rows:
        found = parse_title(plain(row["title"]))
        assert found.aim is not None, row["title"]
        _, same, meaning = row["understood as"].partition("the same as ")
        if same:
            shown = parse_title(plain(meaning))
            assert found[:3] == shown[:3], row["title"]


def test_repeats() -> None:
    rules = section("planning.md", "Repeats").listed("rule")
    assert rules == [normal(rule) for rule in rules]


def test_tools_of_assistants() -> None:
    about = section("voice.md", "Tools")
    tools = {*AmpsTool.__subclasses__(), *ReadTool.__subclasses__()} - {ReadTool}
    assert set(about.listed("tool")) == {tool.name for tool in tools}


def test_triggers_and_conditions() -> None:
    about = section("automations.md", "Triggers and conditions")
    for kind, there in (("trigger", TRIGGERS), ("condition", CONDITIONS)):
        assert set(about.listed(kind)) == {f"amps.{name}" for name in there}


def test_manufacturers() -> None:
    about = section("your-battery.md", "By manufacturer")
    rows = about.rows("manufacturer")
    listed = [name for row in rows for name in row["manufacturer"].split(", ")]
    assert sorted(listed[:-1]) == sorted(BRANDS.values())
    assert listed[-1] == "any other"
