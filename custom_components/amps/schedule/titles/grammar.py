"""What phrases and numbers say together."""

from ...api.models import Parameter
from .language import Meaning
from .words import Kind

LIMITS = frozenset({Meaning.BELOW, Meaning.ABOVE, Meaning.AT_MOST, Meaning.AT_LEAST})
GIVING_WAY = {
    **{(Meaning.AT, limit): limit for limit in LIMITS},
    **{
        (to, limit): limit
        for to in (Meaning.TO, Meaning.UNTIL)
        for limit in LIMITS - {Meaning.ABOVE}
    },
    (Meaning.KEEP, Meaning.ABOVE): Meaning.KEEP,
    (Meaning.KEEP, Meaning.AT_LEAST): Meaning.KEEP,
    (Meaning.AT, Meaning.KEEP): Meaning.KEEP,
}
"""What counts where two stand before a number, as in "at less than"."""
CHOICES = frozenset({Meaning.CHEAPEST, Meaning.DEAREST, Meaning.BEST})
OPENING = frozenset(
    {
        Meaning.TO,
        Meaning.UNTIL,
        Meaning.BY,
        Meaning.FROM,
        Meaning.SINCE,
        Meaning.AT,
        Meaning.KEEP,
        Meaning.FOR,
    }
    | LIMITS
)
"""What a number has to follow."""
MEANT: dict[tuple[Meaning | None, Kind | None], str] = {
    (None, Kind.PERCENT): Parameter.TARGET,
    (Meaning.TO, Kind.PERCENT): Parameter.TARGET,
    (Meaning.TO, None): "bare_level",
    (Meaning.KEEP, Kind.PERCENT): Parameter.RESERVE,
    (Meaning.KEEP, None): Parameter.RESERVE,
    (Meaning.FROM, Kind.PERCENT): "from_level",
    (Meaning.ABOVE, Kind.PERCENT): "lowest_level",
    (Meaning.AT_LEAST, Kind.PERCENT): "least_level",
    (Meaning.AT_MOST, Kind.PERCENT): "most_level",
    (None, Kind.POWER): Parameter.POWER,
    (Meaning.AT, Kind.POWER): Parameter.POWER,
    (Meaning.TO, Kind.POWER): Parameter.POWER,
    (Meaning.BELOW, Kind.POWER): Parameter.POWER,
    (Meaning.AT_MOST, Kind.POWER): Parameter.POWER,
    (None, Kind.TIME): "duration",
    (Meaning.FOR, Kind.TIME): "duration",
    (Meaning.FROM, Kind.CLOCK): "start",
    (Meaning.SINCE, Kind.CLOCK): "start",
    (Meaning.BY, Kind.CLOCK): "end",
    (Meaning.UNTIL, Kind.CLOCK): "end",
    (Meaning.FROM, Kind.PRICE): "from_price",
    (Meaning.BELOW, Kind.PRICE): "max_price",
    (Meaning.AT_MOST, Kind.PRICE): "max_price",
    (Meaning.TO, Kind.PRICE): "max_price",
    (Meaning.ABOVE, Kind.PRICE): "min_price",
    (Meaning.AT_LEAST, Kind.PRICE): "min_price",
    (Meaning.KEEP, Kind.PRICE): "min_price",
}
"""What a number is, by what it follows and what it counts."""

LEVELS: tuple[tuple[str, str | None, str | None, str | None], ...] = (
    ("most_level", Parameter.TARGET, None, None),
    ("least_level", Parameter.TARGET, None, Parameter.RESERVE),
    ("lowest_level", None, Parameter.RESERVE, Parameter.RESERVE),
)
"""What a level is for a charge, for a discharge and else; None where it is unclear."""
