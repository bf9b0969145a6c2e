"""The languages of titles, by their codes."""

from collections.abc import Mapping

from ..language import Language
from . import de, en, es, fr, it, nl, pl, sv

LANGUAGES: Mapping[str, Language] = {
    "en": en.WORDS,
    "de": de.WORDS,
    "fr": fr.WORDS,
    "nl": nl.WORDS,
    "es": es.WORDS,
    "it": it.WORDS,
    "pl": pl.WORDS,
    "sv": sv.WORDS,
}
ENGLISH = en.WORDS
