"""A release rehearsed: a tag is pushed, and the workflow's own commands run in a clone.

GitHub's part is played by a small `gh` that keeps releases in a folder.
"""

from collections.abc import Iterator
from fnmatch import fnmatch
import json
import os
from pathlib import Path
import shutil
import subprocess
import sys
from typing import Any

from homeassistant.util.yaml import load_yaml_dict
import pytest

from scripts.dev import package

from .files import HACS, MANIFEST, ROOT

VERSION: str = MANIFEST["version"]
TAGS = [f"v{VERSION}", VERSION]
WORKFLOW: dict[str | bool, Any] = dict(
    load_yaml_dict(str(ROOT / ".github" / "workflows" / "release.yaml"))
)
JOBS: dict[str, Any] = WORKFLOW["jobs"]
TRIGGERS: Any = WORKFLOW[True]
"""What starts it: `on`, which is a truth to YAML."""
PARTS = (".github", "CHANGELOG.md", "custom_components", "hacs.json", "scripts")
SPARED = shutil.ignore_patterns("__pycache__", ".venv")

GH = """\
#!{python}
import json, os, pathlib, shutil, subprocess, sys

_, what, tag, *options = sys.argv[1:]
release = pathlib.Path(os.environ["RELEASES"], tag)
about = release / "release.json"

def verify_tag():
    subprocess.run(["git", "rev-parse", "-q", "--verify", f"tags/{{tag}}"], check=True)

if what == "create":
    assert "--draft" in options and "--verify-tag" in options
    verify_tag()
    release.mkdir()  # fails if it is there already
    notes = pathlib.Path(options[options.index("--notes-file") + 1]).read_text()
    about.write_text(json.dumps({{"isDraft": True, "notes": notes}}))
elif not about.exists():
    sys.exit("release not found")
elif what == "view":
    assert options == ["--json", "isDraft", "--jq", ".isDraft"]
    print(json.dumps(json.loads(about.read_text())["isDraft"]))
elif what == "upload":
    shutil.copy(options[0], release)
elif what == "edit":
    assert options == ["--draft=false", "--verify-tag"]
    verify_tag()
    about.write_text(json.dumps({{**json.loads(about.read_text()), "isDraft": False}}))
else:
    sys.exit(f"gh release {{what}} is not known here")
"""


class Rehearsal:
    """A repository, its clones, and the releases that anyone can see."""

    def __init__(self, folder: Path) -> None:
        """Take an empty folder."""
        self.folder = folder
        self.releases = folder / "releases"

    def prepare(self) -> None:
        """Make the repository, and the program that stands for GitHub."""
        origin = self.folder / "origin"
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, origin / part, ignore=SPARED)
            else:
                shutil.copy(source, origin / part)
        self.git(origin, "init", "--quiet")
        self.git(origin, "add", "--all")
        self.git(origin, "commit", "--quiet", "--message", "Release")
        self.releases.mkdir()
        gh = self.folder / "bin" / "gh"
        gh.parent.mkdir()
        gh.write_text(GH.format(python=sys.executable))
        gh.chmod(0o755)

    def git(self, where: Path, *arguments: str) -> None:
        """Run git, as somebody."""
        who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"]
        command = ["git", "-C", str(where), *who, *arguments]
        _ = subprocess.run(command, check=True, capture_output=True)  # noqa: S603

    def push(self, tag: str) -> None:
        """Set a tag, and check it out as the workflow does."""
        self.git(self.folder / "origin", "tag", tag)
        arguments = ("clone", "--quiet", "--depth=1", f"--branch={tag}")
        origin = (self.folder / "origin").as_uri()
        self.git(self.folder, *arguments, origin, str(self.folder / tag))

    def run(self, job: str, tag: str) -> int:
        """Run all commands of a job; give the status of the first that fails."""
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        env = {"PATH": path, "RELEASES": str(self.releases), "TAG": tag}
        for command in _commands(job):
            done = subprocess.run(  # noqa: S603
                ["/bin/bash", "-e", "-c", command],
                cwd=self.folder / tag,
                env=env,
                check=False,
                capture_output=True,
            )
            if done.returncode:
                return done.returncode
        return 0

    def published(self) -> set[str]:
        """Return the releases that HACS sees."""
        found = self.releases.glob("*/release.json")
        return {
            path.parent.name
            for path in found
            if not json.loads(path.read_text())["isDraft"]
        }


def _commands(job: str) -> Iterator[str]:
    return (step["run"] for step in JOBS[job]["steps"] if "run" in step)


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    prepared = Rehearsal(tmp_path)
    prepared.prepare()
    return prepared


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_published_can_be_installed(rehearsal: Rehearsal, tag: str) -> None:
    rehearsal.push(tag)
    assert rehearsal.run("draft", tag) == 0
    assert rehearsal.published() == set()
    assert rehearsal.run("publish", tag) == 0
    assert rehearsal.published() == {tag}
    installed = rehearsal.folder / "amps"
    package.unpack(rehearsal.releases / tag / HACS["filename"], installed)
    assert json.loads((installed / "manifest.json").read_text()) == MANIFEST
    about = json.loads((rehearsal.releases / tag / "release.json").read_text())
    assert about["notes"].strip() == package.changes()[VERSION]


def test_a_draft_of_an_earlier_attempt_is_used_again(rehearsal: Rehearsal) -> None:
    (tag, _) = TAGS
    rehearsal.push(tag)
    assert rehearsal.run("draft", tag) == 0
    assert rehearsal.run("draft", tag) == 0
    assert rehearsal.run("publish", tag) == 0
    assert rehearsal.published() == {tag}


def test_what_is_published_is_never_replaced(rehearsal: Rehearsal) -> None:
    (tag, _) = TAGS
    rehearsal.push(tag)
    assert rehearsal.run("draft", tag) == 0
    assert rehearsal.run("publish", tag) == 0
    attached = rehearsal.releases / tag / HACS["filename"]
    attached.write_bytes(b"published")
    assert rehearsal.run("draft", tag) != 0
    assert attached.read_bytes() == b"published"


def test_another_version_is_not_even_drafted(rehearsal: Rehearsal) -> None:
    rehearsal.push("v9.9.9")
    assert rehearsal.run("draft", "v9.9.9") != 0
    assert list(rehearsal.releases.iterdir()) == []


def test_the_tag_is_the_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "amps.zip"
    assert package.main([str(path), "--tag", "v9.9.9"]) == 1
    assert f"use v{VERSION} or {VERSION}" in capsys.readouterr().err
    assert not path.exists()


def test_nothing_is_published_before_all_has_passed() -> None:
    assert JOBS["draft"].keys() >= {"steps"}
    assert "needs" not in JOBS["draft"]
    for job in ("validate", "test"):
        assert JOBS[job] == {
            "needs": "draft",
            "uses": f"./.github/workflows/{job}.yaml",
        }
    assert set(JOBS["publish"]["needs"]) == {"validate", "test"}
    assert "if" not in JOBS["publish"]


@pytest.mark.parametrize("tag", TAGS)
def test_tags_of_versions_start_it(tag: str) -> None:
    assert TRIGGERS.keys() == {"push"}
    assert any(fnmatch(tag, pattern) for pattern in TRIGGERS["push"]["tags"])
