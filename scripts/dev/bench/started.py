"""Runs Home Assistant, and prints the CPU time of every import of the integration."""

import importlib
from importlib import import_module
import runpy
import time
from types import ModuleType

OURS = "custom_components.amps"
TOLD = "imported in seconds of CPU time: "


def _watched(name: str, package: str | None = None) -> ModuleType:
    """Import a module for Home Assistant's loader."""
    if not name.startswith(OURS):
        return import_module(name, package)
    began = time.thread_time()
    module = import_module(name, package)
    print(f"{TOLD}{time.thread_time() - began:.6f}", flush=True)
    return module


if __name__ == "__main__":
    importlib.import_module = _watched
    runpy.run_module("homeassistant", run_name="__main__", alter_sys=True)
