"""The recipes as they stand in the documentation."""

import re
import textwrap
from typing import Any

from homeassistant.util.yaml import parse_yaml

from ..errors import DevelopError
from ..folder import ROOT

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def examples(page: str, language: str) -> list[str]:
    """Return the examples in a language on a page, in their order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [match[2] for match in _FENCE.finditer(text) if match[1] == language]


def parsed(example: str) -> dict[str, Any]:
    """Return what an example in YAML says."""
    found = parse_yaml(example)
    if not isinstance(found, dict):
        raise DevelopError(f"An example is not a mapping: {example}")
    return found


def under(key: str, example: str) -> str:
    """Return what an example has under its only key, as a file of its own."""
    head, _, rest = example.partition("\n")
    if head != f"{key}:":
        raise DevelopError(f"The example begins with {head!r} instead of {key}:")
    return textwrap.dedent(rest)
