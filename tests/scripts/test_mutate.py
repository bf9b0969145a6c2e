"""The mutation check, on a package of a few lines."""

from pathlib import Path
import re

import pytest

from scripts.dev.errors import DevelopError
from scripts.dev.mutate import traced
from scripts.dev.mutate.__main__ import files, run, summary
from scripts.dev.mutate.finder import mutants
from scripts.dev.mutate.source import Source
from scripts.dev.mutate.traced import PACKAGE, Traced
from scripts.dev.mutate.trial import Trial, Verdict, chosen

ROOT = Path(__file__).parents[2]
SAMPLE = "custom_components/amps/sample.py"
CODE = """\
LEAST = 5


def is_enough(value):
    return value > LEAST


def is_unused():
    return True


def wait(value):
    while value:
        value -= 1
    return value
"""
TESTS = """\
from custom_components.amps.sample import is_enough, wait

def test_enough():
    assert is_enough(6) and not is_enough(3)

def test_wait():
    assert wait(2) == 0

def test_broken():
    assert not is_enough(6)
"""
SETTINGS = """\
[tool:pytest]
addopts = -p no:cacheprovider -p no:homeassistant
"""


def changed(code: str) -> set[str]:
    """The lines that the changes of some code have, instead of its own."""
    data = code.encode()
    source = Source(data)
    diffs = [source.diff(mutant.change) for mutant in mutants("some.py", data)]
    return {
        line[1:].strip()
        for diff in diffs
        for line in diff.splitlines()
        if line.startswith("+")
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = a < b", {"x = a <= b", "x = a >= b"}),
        ("x = a == b", {"x = a != b"}),
        ("x = a is  not b", {"x = a is b"}),
        ("x = not (a)", {"x = (a)"}),
        ("x = -a", {"x = a"}),
        ("x = a + b", {"x = a - b"}),
        ("x = a + 'b'", set()),
        ("x += y", {"x -= y", "pass"}),
        (
            "x = timedelta(hours=1)",
            {"x = timedelta(hours=2)", "x = timedelta(hours=0)"},
        ),
        ("x = True", {"x = False"}),
        ("x = min(a)", {"x = max(a)"}),
        (
            "x = a and (b)",
            {"x = a or (b)", "x = True and (b)", "x = a and (True)"},
        ),
        ("x = a or b", {"x = a and b", "x = False or b", "x = a or False"}),
        ("x = a if b else c", {"x = a if not (b) else c"}),
        ("x = [a for a in b if a]", {"x = [a for a in b if not (a)]"}),
        (
            "x = a in (b, c)",
            {"x = a not in (b, c)", "x = a in (c, c)", "x = a in (b, b)"},
        ),
        ("ALL = (a, b, c)", {"ALL = (b, b, c)", "ALL = (a, c, c)", "ALL = (a, b, b)"}),
        ("go()", {"pass"}),
        ("x.y = z", {"pass"}),
        (
            "é = 'é' if a < b else c",
            {f"é = 'é' if a {name} b else c" for name in ("<=", ">=")},
        ),
    ],
)
def test_what_is_changed(code: str, expected: set[str]) -> None:
    assert changed(code) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return a", {"return None"}),
        ("return True", {"return False"}),
        ("return None", set()),
        ("if go(): return\n return None", {"if not (go()): return", "if go(): pass"}),
        ("b = a\n return b", {"return None"}),
        ("a = b\n return None", {"pass"}),
        ("for b in a: continue", {"for b in a: pass"}),
        ('"""Text."""\n raise a', {"pass"}),
        ("_LOGGER.debug(a + 1)", set()),
        (
            "b: Literal[1] | None = 2",
            {f"b: Literal[1] | None = {value}" for value in (1, 3)},
        ),
    ],
)
def test_what_is_changed_in_a_function(body: str, expected: set[str]) -> None:
    assert changed(f"def some(a: A | B) -> A | B:\n {body}\n") == expected


def test_what_is_for_type_checkers_stays() -> None:
    assert not changed("if TYPE_CHECKING:\n    x = 1 < 2\ntype Y = A | B\n")


def test_a_change_leaves_everything_else_alone() -> None:
    data = b"x = (  # one < two\n    a\n    <  b\n)\n"
    [wider, _] = [mutant.change for mutant in mutants("some.py", data)]

    assert Source(data).changed(wider) == data.replace(b"<  b", b"<=  b")


def test_tests_of_a_constant_are_those_of_what_uses_it(tmp_path: Path) -> None:
    file = tmp_path / SAMPLE
    file.parent.mkdir(parents=True)
    file.write_text("A = 5\nB = A * 2\ndef f():\n return A\ndef g():\n return B < 7\n")
    known = Traced(
        tmp_path,
        {
            "slow": {"seconds": 9, "lines": {SAMPLE: [6]}},
            "quick": {"seconds": 1, "lines": {SAMPLE: [4]}},
        },
    )
    found = {
        mutant.what: known.limits(mutant)
        for mutant in mutants(SAMPLE, file.read_bytes())
    }

    assert found["5 -> 6"] == {"quick": 30, "slow": 90}
    assert found["2 -> 3"] == found["< -> <="] == {"slow": 90}
    assert found["A -> None"] == {"quick": 30}


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one module."""
    monkeypatch.setattr(traced, "LEAST_LIMIT", 1)
    root = tmp_path / "sample"
    for name, text in {
        SAMPLE: CODE,
        "custom_components/__init__.py": "",
        "custom_components/amps/__init__.py": "",
        "tests/test_sample.py": TESTS,
        "setup.cfg": SETTINGS,
    }.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


async def test_tests_notice_changes_of_what_they_run(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(sample)
    trial = Trial(sample, [SAMPLE], 100, 1, 2, kept=sample.parent / "kept")
    code = await run(trial, least=90)
    out, err = capsys.readouterr()
    told = re.sub(r" \d+\.\d s ", "", out).replace(f" {SAMPLE}", "").splitlines()

    by = "by tests/test_sample.py::test_enough"
    assert {f"killed:5  > -> <=  {by}", f"killed:1  5 -> 6  {by}"} <= set(told)
    endless = "by time-out in tests/test_sample.py::test_wait"
    assert f"killed:14  dropped value -= 1  {endless}" in told
    assert {line for line in told if line.startswith("SURVIVED")} == {
        "SURVIVED:1  5 -> 4  1 tests run it",
        "SURVIVED:5  > -> >=  1 tests run it",
        "SURVIVED:9  True -> False  no test runs it",
        "SURVIVED:14  1 -> 2  1 tests run it",
    }
    assert "fails without any change: tests/test_sample.py::test_broken" in err
    assert contents(sample) == before
    assert code == 1


def test_the_same_seed_chooses_the_same() -> None:
    texts = {SAMPLE: CODE.encode()}

    assert chosen(texts, 3, seed=1) == chosen(texts, 3, seed=1)
    assert chosen(texts, 3, seed=1) != chosen(texts, 3, seed=2)


def verdict(*, killed: bool) -> Verdict:
    data = b"x = 1 < 2\n"
    mutant = mutants(SAMPLE, data)[2]
    diff = Source(data).diff(mutant.change)
    return Verdict(mutant, killed, 1.25, "by tests/test_x.py::test_x", diff)


def test_survivors_are_shown_with_their_lines() -> None:
    text = summary([verdict(killed=True), verdict(killed=False), verdict(killed=True)])

    assert text.startswith("mutants: 3\nkilled: 2\nkill_rate: 66.7\n")
    assert text.endswith("\n-x = 1 < 2\n+x = 1 <= 2")


def test_what_is_changed_by_default_is_there() -> None:
    assert f"{PACKAGE}/battery/manager.py" in files([])
    assert f"{PACKAGE}/engine/reconcile.py" in files([])


@pytest.mark.parametrize("name", ["nowhere.py", "simulator/world.py"])
def test_what_cannot_be_changed_is_named(name: str) -> None:
    with pytest.raises(DevelopError, match=name):
        files([name])
