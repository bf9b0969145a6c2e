"""What the pages for developers say of the code and of the scripts."""

from scripts.dev.options import _parser
from simulator.control import _ROUTES, PREFIX

from .pages import FOLDER, README, ROOT, load_json, section, sections, text_of


def test_modules_are_on_the_map() -> None:
    listed = [name for it in sections("code-map.md") for name in it.listed("module")]
    there = {
        path.relative_to(FOLDER).with_suffix("").as_posix()
        for path in FOLDER.rglob("*.py")
    }
    assert set(listed) == there
    assert len(listed) == len(there)


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
