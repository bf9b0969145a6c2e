"""Builds the package that HACS installs: the integration's folder, and nothing else.

It needs nothing but Python, so that a release can be built anywhere.
"""

import argparse
from collections.abc import Iterator
import json
from pathlib import Path
import sys
import zipfile

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "custom_components" / "amps"
WHEN = (1980, 1, 1, 0, 0, 0)
"""The same files give the same package, whenever it is built."""


def name() -> str:
    """Return what HACS calls the package."""
    found: str = json.loads((ROOT / "hacs.json").read_text())["filename"]
    return found


def version() -> str:
    """Return the version of what is packed."""
    found: str = json.loads((SOURCE / "manifest.json").read_text())["version"]
    return found


def files() -> Iterator[Path]:
    """Return all files of the integration, without what running it leaves behind."""
    for path in sorted(SOURCE.rglob("*"), key=Path.as_posix):
        parts = path.relative_to(SOURCE).parts
        made = "__pycache__" in parts or any(part.startswith(".") for part in parts)
        if path.is_file() and not made:
            yield path


def build(target: Path) -> None:
    """Write the package; what it holds belongs into `custom_components/amps/`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in files():
            member = zipfile.ZipInfo(path.relative_to(SOURCE).as_posix(), WHEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            package.writestr(member, path.read_bytes())


def unpack(package: Path, folder: Path) -> None:
    """Install a package as HACS does."""
    with zipfile.ZipFile(package) as opened:
        opened.extractall(folder)


def main(arguments: list[str] | None = None) -> int:
    """Build it as the command line says."""
    parser = argparse.ArgumentParser(
        prog="scripts/package", description="Build the package that HACS installs."
    )
    parser.add_argument(
        "--tag", help="the tag that is released; it has to be v and the version"
    )
    parser.add_argument(
        "file", nargs="?", type=Path, default=ROOT / "dist" / name(), help="(dist/)"
    )
    given = parser.parse_args(arguments)
    if given.tag not in (None, f"v{version()}"):
        print(
            f"{given.tag} is not the tag of version {version()}: tag v{version()},"
            " or change the version in manifest.json.",
            file=sys.stderr,
        )
        return 1
    build(given.file)
    print(given.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
