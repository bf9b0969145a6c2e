"""The texts that a person reads, as the integration's translations have them."""

from functools import cache, reduce
import json
import re
from typing import Any

from scripts.dev.folder import ROOT

TRANSLATIONS = ROOT / "custom_components" / "amps" / "translations"
GIVEN = re.compile(r"\\{\w+\\}")


@cache
def _translations(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TRANSLATIONS / f"{language}.json").read_text())
    return found


def text(key: str, language: str = "en") -> str:
    """Return a text by its key."""
    texts: Any = _translations(language)
    return str(reduce(lambda found, name: found[name], key.split("."), texts))


def words(key: str, language: str = "en") -> re.Pattern[str]:
    """Return what matches a text on the screen, whatever its placeholders hold.

    Of several paragraphs the first one is meant.
    """
    first = text(key, language).split("\n")[0].replace("**", "")
    return re.compile(GIVEN.sub(".*", re.escape(first)))
