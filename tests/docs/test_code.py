"""What the pages for developers say of the code and of the scripts."""

import re

from scripts.dev.options import _parser
from simulator.control import _ROUTES, PREFIX

from .pages import FOLDER, README, ROOT, load_json, section, text_of

FOLDERS = "folder or module"


def test_folders_are_on_the_map() -> None:
    page = section("code-map.md", "The folders")
    cells = [row[FOLDERS] for row in page.rows(FOLDERS)]
    listed = re.findall(r"`(\w+/?)`", " ".join(cells))
    there = {path.stem for path in FOLDER.glob("*.py")}
    there |= {f"{path.parent.name}/" for path in FOLDER.glob("*/__init__.py")}
    assert sorted(listed) == sorted(there)


def test_modules_on_the_map_are_there() -> None:
    for name in re.findall(r"`(\w+/\w+)`", text_of(ROOT / "docs" / "code-map.md")):
        assert (FOLDER / f"{name}.py").exists() or (ROOT / name).exists(), name


def test_control_of_the_simulator() -> None:
    listed = section("contributing.md", "The simulated Amps").listed("endpoint")
    assert listed == [f"{method} {PREFIX}{path}" for method, path, _ in _ROUTES]


def test_options_of_develop() -> None:
    listed = section("contributing.md", "Two commands").listed("option")
    documented = {option.split()[0] for option in listed}
    options = {text for action in _parser()._actions for text in action.option_strings}
    assert documented == options - {"-h", "--help"}


def test_what_is_needed() -> None:
    manifest, hacs = load_json(FOLDER / "manifest.json"), load_json(ROOT / "hacs.json")
    version = ".".join(hacs["homeassistant"].split(".")[:2])
    readme = text_of(README)
    assert f"Home Assistant {version} or later" in readme
    assert readme.count(manifest["documentation"]) == 1
