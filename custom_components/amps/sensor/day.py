"""Sensors of the plan of the day: what it is to save, and where it leads."""

from datetime import datetime, timedelta
from typing import override

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import UnitOfRatio
from homeassistant.util import dt as dt_util

from ..battery.day_run import DayView, PlanningStatus, saving_of, saving_within
from ..services import serialize
from .base import AmpsSensorBase, AmpsSensorDescription, Attributes


def _day(ahead: int) -> tuple[datetime, datetime]:
    """Return the begin and end of a local day, counted from today."""
    today = dt_util.start_of_local_day().date()
    begin, end = (
        dt_util.start_of_local_day(today + timedelta(days=days))
        for days in (ahead, ahead + 1)
    )
    return begin, end


def _saving_attributes(view: DayView) -> Attributes:
    return {
        "today": round(saving_within(view, *_day(0)), 2),
        "tomorrow": round(saving_within(view, *_day(1)), 2),
    }


def _expected_level(view: DayView) -> float | None:
    level = view.level_at(dt_util.utcnow())
    return None if level is None else round(level, 1)


def _level_attributes(view: DayView) -> Attributes:
    return {
        "curve": [
            {"time": serialize.time(at), "level": round(level, 1)}
            for at, level in view.levels[1:]
        ]
    }


DAY_SENSORS = (
    AmpsSensorDescription[DayView](
        key="planning_status",
        device_class=SensorDeviceClass.ENUM,
        options=[status.value for status in PlanningStatus],
        value_fn=lambda view: view.status.value,
        attributes_fn=lambda view: {
            "reason": serialize.planning_reason(view),
            "missing": serialize.planning_missing(view),
            "made": serialize.time(view.at),
            "load_error": view.load_error,
            "sun_error": view.sun_error,
        },
    ),
    AmpsSensorDescription[DayView](
        key="expected_saving",
        device_class=SensorDeviceClass.MONETARY,
        suggested_display_precision=2,
        value_fn=saving_of,
        attributes_fn=_saving_attributes,
    ),
    AmpsSensorDescription[DayView](
        key="expected_level",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        suggested_display_precision=0,
        value_fn=_expected_level,
        attributes_fn=_level_attributes,
    ),
)


class AmpsDaySensor(AmpsSensorBase[DayView]):
    """One sensor of the plan of the day."""

    _unrecorded_attributes = frozenset({"curve", "made", "missing", "reason"})

    @property
    @override
    def source(self) -> DayView | None:
        """Return the plan; None until the first one is made."""
        return self.controller.state.day_view

    @property
    @override
    def shows(self) -> object:
        """Return the value, and what the attributes are made of."""
        return self.native_value, self.source, dt_util.now().date()

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the currency of money."""
        if self.device_class is SensorDeviceClass.MONETARY:
            return self.hass.config.currency
        return super().native_unit_of_measurement
