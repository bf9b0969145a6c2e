"""A window's or goal's title: "Charge to 90 % at 3 kW" <-> what it asks for.

This is the one place where titles are read and written. What is understood does not
depend on anybody's language; what is written is in the language that is asked for.
"""

from .times import Times, narrowed
from .title import MAX_TITLE, Title
from .writing import format_number, format_title

__all__ = [
    "MAX_TITLE",
    "Times",
    "Title",
    "format_number",
    "format_title",
    "narrowed",
    "parse_title",
]


def parse_title(text: str) -> Title:
    """Return what a title asks for; raises TitleError.

    It may be in any language that is known. The words of all of them are collected with
    the first title that is read, so it is not called in an event loop.
    """
    from .reading import parse_title as parse  # noqa: PLC0415 (titles are rarely typed)

    return parse(text)
