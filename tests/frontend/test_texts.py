"""The card says what is in the translations, and nothing else is in them for it."""

from pathlib import Path
import re

from ..packaging.files import ENGLISH

SOURCES = Path(__file__).parents[2] / "frontend" / "src"
SAID = re.compile(r"\bsay\(\s*\"(\w+)\"")
BEGUN = re.compile(r"(?:`|\.)([a-z]+_)\$\{")
LITERAL = re.compile(r"\"([a-z_]+)\"")
CARD = ENGLISH["config_panel"]["card"]
PICKED = ENGLISH["common"]
OFFERED = re.compile(r"offered\(\s*\"(\w+)\"")


def _code() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.ts"))


def test_what_is_said_has_a_text() -> None:
    said = set(SAID.findall(_code()))
    assert len(said) > 40
    assert said <= CARD.keys()


def test_every_text_is_said() -> None:
    code = _code()
    begun = tuple(BEGUN.findall(code))
    literals = set(LITERAL.findall(code))
    for key in CARD:
        assert key in literals or key.startswith(begun), key


def test_every_field_of_the_editor_is_described() -> None:
    fields = {key for key in CARD if key.startswith("editor_") and key[-5:] != "_help"}
    named = set(re.findall(r"name: \"(\w+)\"", (SOURCES / "config.ts").read_text()))
    assert fields == {f"editor_{name}" for name in named}
    assert all(f"{field}_help" in CARD for field in fields)


def test_what_is_offered_has_a_name_and_a_description() -> None:
    offered = OFFERED.findall((SOURCES / "loader.ts").read_text())
    wanted = {f"{item}_{part}" for item in offered for part in ("name", "description")}
    assert {key for key in PICKED if key.startswith("amps_")} == wanted
