"""Measures one module's figures in a process of its own, and prints them as JSON."""

import asyncio
from importlib import import_module
import json
import logging
import sys

import pytest_socket

# first of all: it lets Home Assistant's clocks be frozen
from pytest_homeassistant_custom_component import plugins  # isort: skip


def main() -> None:
    """Measure."""
    plugins.pytest_runtest_setup()
    pytest_socket.enable_socket()
    logging.getLogger().setLevel(logging.WARNING)
    module = import_module(f"{__package__}.{sys.argv[1]}")
    print(json.dumps(asyncio.run(module.measured())))


if __name__ == "__main__":
    main()
