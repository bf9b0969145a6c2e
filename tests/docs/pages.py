"""The pages as tests read them: headings, tables, examples and links."""

from collections.abc import Iterator
from dataclasses import dataclass, field
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.util import slugify
from homeassistant.util.yaml import load_yaml_dict

import custom_components.amps as integration

ROOT = Path(__file__).parents[2]
FOLDER = Path(integration.__file__).parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
CLIENT_README = ROOT / "client" / "README.md"
PAGES = [README, CLIENT_README, *sorted(DOCS.rglob("*.md"))]
EXAMPLE = "home_battery"
"""What the battery is called in the examples."""

CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(```+)(\w*)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)

type Row = dict[str, str]


@dataclass
class Section:
    """What stands under one heading, up to the next one."""

    title: str
    depth: int
    tables: list[list[Row]] = field(default_factory=list)

    def rows(self, header: str) -> list[Row]:
        """Return the rows of all tables with a column that is called so."""
        return [row for table in self.tables for row in table if header in row]

    def listed(self, header: str) -> list[str]:
        """Return the code in a column of the tables."""
        rows = self.rows(header)
        for row in rows:
            assert CODE.match(row[header]), f"{self.title}: {row[header]}"
        found = [plain(row[header]) for row in rows]
        assert len(found) == len(set(found)), f"twice under {self.title}: {found}"
        return found


def text_of(page: str | Path) -> str:
    """Return a page; one in docs/ by its name."""
    path = DOCS / page if isinstance(page, str) else page
    return path.read_text(encoding="utf-8")


def prose(page: str | Path) -> str:
    """Return a page without its examples."""
    return _FENCE.sub("", text_of(page))


def plain(cell: str) -> str:
    """Return the code that a cell is, or a cell without mark-up."""
    code = CODE.search(cell)
    text = code[1] if code else cell
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).strip()


def sections(page: str) -> list[Section]:
    """Return a page's headings with the tables under them."""
    found = [Section("", 0)]
    header: list[str] = []
    for line in prose(page).splitlines():
        if heading := _HEADING.match(line):
            found.append(Section(heading[2], len(heading[1])))
        if not line.startswith("|"):
            header = []
        elif not header:
            header = _cells(line)
            found[-1].tables.append([])
        elif set(line) - set("|-: "):
            cells = _cells(line)
            assert len(cells) == len(header), f"{page}: {line}"
            found[-1].tables[-1].append(dict(zip(header, cells, strict=True)))
    return found


def section(page: str, title: str) -> Section:
    """Return the one section with this heading."""
    (found,) = (part for part in sections(page) if part.title == title)
    return found


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Return all examples in a language, by where they stand."""
    for page in PAGES:
        for number, match in enumerate(_FENCE.finditer(text_of(page)), 1):
            if match[2] == language:
                yield f"{page.relative_to(ROOT)}-{number}", match[3]


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    found: dict[str, int] = {}
    names: set[str] = set()
    for _, title in _HEADING.findall(prose(path)):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
        anchor = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        number = found[anchor] = found.get(anchor, -1) + 1
        names.add(f"{anchor}-{number}" if number else anchor)
    return names


def called(tree: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the actions of this integration that an example calls."""
    branches: list[Any] = []
    if isinstance(tree, dict):
        name = tree.get("action")
        if isinstance(name, str) and name.startswith("amps."):
            yield name.removeprefix("amps."), tree.get("data", {})
        branches = list(tree.values())
    elif isinstance(tree, list):
        branches = tree
    for branch in branches:
        yield from called(branch)


def entity_names(language: dict[str, Any], platform: str) -> set[str]:
    """Return what the ids of a platform's entities end with, in a language."""
    return {slugify(text["name"]) for text in language["entity"][platform].values()}


def load_json(path: Path) -> dict[str, Any]:
    """Load a file of JSON."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


LANGUAGES = {
    path.stem: load_json(path) for path in (FOLDER / "translations").glob("*.json")
}
ENGLISH = LANGUAGES["en"]
SERVICES = load_yaml_dict(str(FOLDER / "services.yaml"))
