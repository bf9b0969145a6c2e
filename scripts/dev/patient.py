"""Runs Home Assistant on a fast clock: `python -m scripts.dev.patient SPEED ...`.

Starting and stopping take as long as ever in real time. Without this, it would give up
after the same number of fast seconds, and cancel integrations during their set-up.
"""

import sys

from homeassistant import bootstrap, core, setup
from homeassistant.__main__ import main
from homeassistant.helpers import entity_platform

PATIENCE = (
    (bootstrap, ("STAGE_1_TIMEOUT", "STAGE_2_TIMEOUT", "WRAP_UP_TIMEOUT")),
    (setup, ("SLOW_SETUP_MAX_WAIT",)),
    (entity_platform, ("SLOW_SETUP_MAX_WAIT",)),
    (
        core,
        (
            "STOPPING_STAGE_SHUTDOWN_TIMEOUT",
            "STOP_STAGE_SHUTDOWN_TIMEOUT",
            "FINAL_WRITE_STAGE_SHUTDOWN_TIMEOUT",
            "CLOSE_STAGE_SHUTDOWN_TIMEOUT",
        ),
    ),
)


def wait_longer(times: float) -> None:
    """Let Home Assistant wait so many times as long for a start or an end."""
    for module, names in PATIENCE:
        for name in names:
            setattr(module, name, getattr(module, name) * times)


if __name__ == "__main__":
    wait_longer(float(sys.argv.pop(1)))
    sys.exit(main())
