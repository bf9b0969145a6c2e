"""Builds what is released: the package that HACS installs, or the client on its own.

The package is the integration's folder and nothing else, and needs nothing but Python,
so that a release can be built anywhere. The client's wheel needs uv.
"""

import argparse
from collections.abc import Iterator
import json
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys
import zipfile

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "custom_components" / "amps"
WHEN = (1980, 1, 1, 0, 0, 0)
"""The same files give the same package, whenever it is built."""


CLIENT = ROOT / "client"
DIST = ROOT / "dist"
_VERSION_HEADING = re.compile(r"^## (\d+\.\d+\.\d+)(?: - .*)?$", re.MULTILINE)


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


def changes() -> dict[str, str]:
    """Return what the changelog says of each version, the newest first."""
    parts = _VERSION_HEADING.split((ROOT / "CHANGELOG.md").read_text())
    texts = (text.strip() for text in parts[2::2])
    return dict(zip(parts[1::2], texts, strict=True))


def find_uv() -> str:
    """Return the path of uv, of this Python's environment or of the machine."""
    places = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which("uv", path=places)
    if found is None:
        sys.exit("uv is missing: install it (https://docs.astral.sh/uv/).")
    return found


def build_client(folder: Path) -> None:
    """Build the wheel of the client into a folder."""
    command = [find_uv(), "build", "--wheel", "--python", sys.executable]
    command += ["--out-dir", str(folder), str(CLIENT)]
    if (status := subprocess.run(command, check=False).returncode) != 0:  # noqa: S603
        sys.exit(status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/package",
        description="Build the package that HACS installs, or the client by itself.",
    )
    parser.add_argument(
        "--tag", help="the tag of the release: the version, with or without a v"
    )
    parser.add_argument(
        "--notes",
        type=Path,
        metavar="FILE",
        help="also write the changelog of this version to this file",
    )
    parser.add_argument(
        "--client",
        action="store_true",
        help="build the wheel of the Amps client into the folder of FILE instead",
    )
    parser.add_argument(
        "file", nargs="?", type=Path, default=DIST / name(), help="(dist/)"
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Build it as the command line says."""
    given = _parser().parse_args(arguments)
    if given.client:
        build_client(given.file.parent)
        return 0
    if given.tag not in (None, version(), f"v{version()}"):
        print(
            f"{given.tag} is not the tag of version {version()}: use v{version()} or"
            f" {version()}, or change the version in manifest.json.",
            file=sys.stderr,
        )
        return 1
    if given.notes is not None:
        _ = given.notes.write_text(changes()[version()] + "\n")
    build(given.file)
    print(given.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
