"""Pictures of the brand are of the sizes that Home Assistant asks for."""

from pathlib import Path
import struct
from xml.etree import ElementTree as ET

import pytest

from .files import FOLDER, ROOT

BRAND = FOLDER / "brand"
SOURCES = ROOT / "docs" / "brand"
HEIGHTS = {"icon": 256, "logo": 128}
SCALES = {"": 1, "@2x": 2}
PICTURES = [
    pytest.param(f"{theme}{name}{scale}.png", height * times, id=theme + name + scale)
    for theme in ("", "dark_")
    for name, height in HEIGHTS.items()
    for scale, times in SCALES.items()
]
RGBA = 6


def _header(path: Path) -> tuple[int, int, int]:
    """Return width, height and kind of colours of a PNG file."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, _, colours = struct.unpack(">IIBB", data[16:26])
    return width, height, colours


def test_all_are_there_and_nothing_else() -> None:
    wanted = {str(picture.values[0]) for picture in PICTURES}
    assert {path.name for path in BRAND.iterdir()} == wanted


@pytest.mark.parametrize(("name", "height"), PICTURES)
def test_sizes(name: str, height: int) -> None:
    width, found, colours = _header(BRAND / name)
    assert found == height
    assert colours == RGBA  # no ground of its own
    assert width == height if "icon" in name else width > height


@pytest.mark.parametrize(("name", "height"), PICTURES)
def test_proportions_are_those_of_the_source(name: str, height: int) -> None:
    source = name.removeprefix("dark_").partition(".")[0].partition("@")[0]
    drawing = ET.parse(SOURCES / f"{source}.svg").getroot()  # noqa: S314  our own
    left, top, width, tall = (float(part) for part in drawing.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert _header(BRAND / name)[:2] == (round(height * width / tall), height)


def test_small() -> None:
    for path in BRAND.iterdir():
        assert path.stat().st_size < 30_000, path.name
