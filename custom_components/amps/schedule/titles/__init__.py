"""A window's or goal's title: "Charge to 90 % at 3 kW" <-> what it asks for.

This is the one place where titles are read and written. What is understood does not
depend on anybody's language; what is written is in the language that is asked for.
"""

from .reading import MAX_TITLE, Title, parse_title
from .times import Times, narrowed
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
