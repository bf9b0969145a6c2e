"""Whether the campaign finds an integration that keeps things from its owner."""

from pathlib import Path
import subprocess

import pytest

from scripts.dev.campaign.sabotage import SABOTAGES

ROOT = Path(__file__).parents[2]
FOUND = {
    "no-repairs": "no repair says so",
    "no-problem": "Problem is off",
    "no-end-by-hand": "by hand for",
    "all-accepted": "accepted, but the battery could be seen to do it",
    "few-warnings": "but nobody was warned",
    "silent-goals": "nobody was told how it ended",
    "late-goals": "which was not told by",
    "automatic-again": "planned by itself where it was taken back",
    "suggestions-sent": "planned by itself and not only suggested",
}
"""What the checks say of each."""
SEEDS = {"automatic-again": 305, "suggestions-sent": 305}
"""Seeds of which stories plan by themselves; the others have what else is needed."""


def test_each_sabotage_is_known() -> None:
    assert SABOTAGES.keys() == FOUND.keys()


@pytest.mark.thorough
@pytest.mark.parametrize("name", FOUND)
def test_a_sabotage_is_found(name: str) -> None:
    done = subprocess.run(  # noqa: S603
        [
            ROOT / "scripts" / "campaign",
            *("--days", "100", "--seed", str(SEEDS.get(name, 3))),
            *("--sabotage", name),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert FOUND[name] in done.stdout
