"""How repairs name commands, times and reasons, in Home Assistant's language."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..api.models import Command, Parameters
from ..battery.wording import PlanWords
from ..engine.occurrence import Reason
from ..inputs.errors import InputError
from ..schedule.goal import Aim
from ..schedule.titles import format_title
from ..schedule.window import Occurrence

UNKNOWN: Final = "-"
MAX_NAMED = 5
"""How many lines a text lists; an ellipsis stands for the others."""
_DASH: Final = "\N{EN DASH}"
_ONE_DAY = timedelta(days=1)


class RepairWords:
    """What the placeholders of repairs are filled with."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Look texts up only when a repair needs them."""
        self._hass = hass

    @property
    def _texts(self) -> PlanWords:
        return PlanWords.of(self._hass)

    def title(
        self,
        command: Command | None,
        parameters: Parameters | None = None,
        aim: Aim | None = None,
    ) -> str:
        """Return what a command is called, such as "Charge to 90 %"."""
        if command is None:
            return UNKNOWN
        config = self._hass.config
        try:
            return format_title(
                command,
                parameters or Parameters(),
                aim,
                language=config.language,
                currency=config.currency,
            )
        except ValueError:
            return command.slug

    def instant(self, instant: datetime | None) -> str:
        """Return an instant on the owner's clock, such as "29 Nov, 22:00"."""
        if instant is None:
            return UNKNOWN
        local = dt_util.as_local(instant)
        texts = self._texts
        month = texts.say(f"month_{local.month}")
        date = texts.say("date", day=str(local.day), month=month)
        if local.year != dt_util.now().year:
            date = f"{date} {local.year}"
        return f"{date}, {local:%H:%M}"

    def span(self, start: datetime | None, end: datetime | None) -> str:
        """Return a time from start to end, such as "29 Nov, 22:00-05:00"."""
        if start is None or end is None:
            return f"{self.instant(start)} {_DASH} …"
        if timedelta() <= end - start < _ONE_DAY:
            return f"{self.instant(start)}{_DASH}{dt_util.as_local(end):%H:%M}"
        return f"{self.instant(start)} {_DASH} {self.instant(end)}"

    def reason(self, reason: Reason | None) -> str:
        """Return why something is at risk or did not happen."""
        if reason is None:
            return self._texts.card("unknown")
        return self._texts.reason(reason.value)

    def error(self, error: InputError) -> str:
        """Return why something that plans are made of is not known."""
        return self._texts.input_error(error)

    def number(self, value: float, decimals: int) -> str:
        """Return a number as people write it."""
        return self._texts.number(value, decimals)

    def occurrence(self, occurrence: Occurrence) -> dict[str, str]:
        """Return the placeholders of an occurrence: what it is, and when."""
        return {
            "window": self.title(
                occurrence.command, occurrence.parameters, occurrence.aim
            ),
            "when": self.span(occurrence.start, occurrence.end),
        }

    def line(self, occurrence: Occurrence) -> str:
        """Return an occurrence on one line."""
        return "{window}: {when}".format_map(self.occurrence(occurrence))

    def list_of(self, occurrences: Sequence[Occurrence]) -> str:
        """Return occurrences as a list."""
        return listed(map(self.line, occurrences[: MAX_NAMED + 1]))


def listed(texts: Iterable[str]) -> str:
    """Return the first of some texts as a list, and hint at the others."""
    lines = [f"- {text}" for text in texts]
    more = ["- …"] if len(lines) > MAX_NAMED else []
    return "\n".join([*lines[:MAX_NAMED], *more])
