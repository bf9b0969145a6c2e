"""A number within what the battery takes now."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.number import NumberEntity, NumberEntityDescription

from ..api.models import Battery
from ..battery.capabilities import Range
from ..entity import AmpsDescription, AmpsEntity


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsNumberDescription[SubjectT](AmpsDescription, NumberEntityDescription):
    """Describe a number of a battery."""

    subject: SubjectT
    """The default or the setting that it is."""
    range_fn: Callable[[Battery], Range | None]


class RangedNumber[SubjectT](AmpsEntity, NumberEntity):
    """A number of a battery, with the battery's own bounds."""

    entity_description: AmpsNumberDescription[SubjectT]

    @property
    @abstractmethod
    def _range(self) -> Range:
        """Return what the battery takes."""

    @property
    @override
    def shows(self) -> object:
        """Return the value, its bounds and its unit."""
        return self.native_value, self._range, self.native_unit_of_measurement

    @property
    @override
    def native_min_value(self) -> float:
        """Return the least that the battery takes."""
        return self._range.minimum

    @property
    @override
    def native_max_value(self) -> float:
        """Return the most that the battery takes."""
        return self._range.maximum
