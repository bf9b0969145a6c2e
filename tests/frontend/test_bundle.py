"""What browsers load is built of the sources in `frontend/`, and is small.

Whether it is what they make shows `scripts/card check`, which needs Node.js.
"""

import gzip
import hashlib
from pathlib import Path
import re

import pytest

from custom_components.amps.frontend.resources import FOLDER, version

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "frontend"
MADE_WITH = ("build.mjs", "package-lock.json", "package.json", "tsconfig.json")
KIB = 1024
IMPORT = re.compile(r"""\bimport\s*\(?\s*["'`]([^"'`]+)""")


def _sources() -> str:
    """Return the hash of what it is built of, as `frontend/build.mjs` does."""
    names = [*MADE_WITH]
    names += [
        path.relative_to(SOURCES).as_posix() for path in SOURCES.glob("src/**/*.ts")
    ]
    found = hashlib.sha256()
    for name in sorted(names):
        found.update(f"{name}\0".encode() + (SOURCES / name).read_bytes() + b"\0")
    return found.hexdigest()


def _compressed(name: str) -> int:
    return len(gzip.compress((FOLDER / name).read_bytes(), 9))


def test_it_is_built_of_the_sources() -> None:
    assert version() == _sources()[:12], "build it anew: scripts/card build"


@pytest.mark.parametrize(
    ("name", "most"), [("loader.js", 2 * KIB), ("card.js", 60 * KIB)]
)
def test_it_is_small(name: str, most: int) -> None:
    assert _compressed(name) <= most
    assert (FOLDER / "loader.js").stat().st_size <= 2 * KIB


def test_it_loads_nothing_from_elsewhere() -> None:
    for path in FOLDER.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        loaded = set(IMPORT.findall(text))
        assert loaded <= {"./card.js"}, path.name
        assert "fetch(" not in text
        assert "eval(" not in text
