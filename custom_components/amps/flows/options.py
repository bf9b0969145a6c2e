"""The options of an entry: which batteries are followed, and how."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, override
import zoneinfo

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.selector import (
    BooleanSelector,
    DurationSelector,
    DurationSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..account.names import battery_names
from ..account.ownership import owned_elsewhere
from ..api import Battery
from ..const import (
    CONF_ADD_NEW,
    CONF_BATTERIES,
    CONF_IGNORED,
    CONF_LEAD_TIME,
    CONF_PLANT_TIME_ZONE,
    CONF_READING_PACE,
    CONF_SHOW_PLANNING,
    CONF_SHOW_PRICES,
    CONF_WEBHOOK,
    DEFAULT_LEAD_TIME,
    DEFAULT_READING_PACE,
    DOMAIN,
    MAX_BATTERIES,
    READING_PACES,
)
from ..runtime import AmpsConfigEntry
from .planning import planning_field
from .prices import PriceOptions, prices_field
from .webhook import webhook_field

MIN_LEAD_TIME = timedelta(minutes=15)
MAX_LEAD_TIME = timedelta(days=30)


class LeadTimeSelector(DurationSelector):
    """A duration; one that no timedelta holds is as wrong as any other.

    Home Assistant 2026.11 refuses it by itself, so this goes with 2026.10.
    """

    @override
    def __call__(self, data: Any) -> dict[str, float]:
        """Validate what was chosen."""
        try:
            return super().__call__(data)
        except OverflowError as err:
            raise vol.Invalid("the time period is too long") from err


class AmpsOptionsFlow(PriceOptions, OptionsFlowWithReload):
    """Changes how the batteries of an entry are followed."""

    config_entry: AmpsConfigEntry

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show all options."""
        offered = self._offered()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = errors_of_choice(user_input[CONF_BATTERIES])
            lead_time = timedelta(**user_input[CONF_LEAD_TIME])
            if not MIN_LEAD_TIME <= lead_time <= MAX_LEAD_TIME:
                errors[CONF_LEAD_TIME] = "lead_time_range"
            wants_webhook = user_input[CONF_WEBHOOK]
            if wants_webhook and not errors:
                errors = await self.async_errors_of_webhook()
            if not errors:
                changed = self._changed(user_input, offered)
                return await self.async_go_on_to_prices(
                    changed,
                    wanted=user_input.get(CONF_SHOW_PRICES, False),
                    planning=user_input.get(CONF_SHOW_PLANNING, False),
                    webhook=wants_webhook,
                )
        schema = await self._async_schema(offered)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
            description_placeholders={"maximum": str(MAX_BATTERIES)},
        )

    async def _async_schema(self, offered: dict[str, str]) -> vol.Schema:
        options = self.config_entry.options
        pace = options.get(CONF_READING_PACE, DEFAULT_READING_PACE)
        lead_time = options.get(CONF_LEAD_TIME, {"days": DEFAULT_LEAD_TIME.days})
        zone = options.get(CONF_PLANT_TIME_ZONE, self._default_zone)
        zones = await self.hass.async_add_executor_job(zoneinfo.available_timezones)
        return vol.Schema(
            {
                **choice(offered, self._followed(), options),
                vol.Required(CONF_READING_PACE, default=str(pace)): SelectSelector(
                    SelectSelectorConfig(
                        options=[str(minutes) for minutes in READING_PACES],
                        translation_key=CONF_READING_PACE,
                        mode=SelectSelectorMode.DROPDOWN,
                    )
                ),
                vol.Required(CONF_LEAD_TIME, default=lead_time): LeadTimeSelector(
                    DurationSelectorConfig(enable_day=True, enable_second=False)
                ),
                vol.Required(CONF_PLANT_TIME_ZONE, default=zone): SelectSelector(
                    SelectSelectorConfig(
                        options=sorted(zones | {zone}),
                        mode=SelectSelectorMode.DROPDOWN,
                    )
                ),
                **prices_field(),
                **planning_field(),
                **webhook_field(options),
            }
        )

    @property
    def _default_zone(self) -> str:
        return self.hass.config.time_zone

    def _followed(self) -> set[str]:
        """Return the batteries that the entry shows, or would if Amps had them."""
        entry = self.config_entry
        followed = set(entry.options.get(CONF_BATTERIES, ()))
        if entry.state is ConfigEntryState.LOADED:
            followed |= entry.runtime_data.coordinator.data.keys()
        return followed

    def _offered(self) -> dict[str, str]:
        """Return the names of all batteries that can be chosen, by battery id."""
        entry = self.config_entry
        others = set(entry.options.get(CONF_IGNORED, ()))
        known: list[Battery] = []
        if entry.state is ConfigEntryState.LOADED:
            coordinator = entry.runtime_data.coordinator
            others |= coordinator.left_out.keys()
            known = [snapshot.battery for snapshot in coordinator.data.values()]
            known += coordinator.left_out.values()
        ids = self._followed() | (others - owned_elsewhere(self.hass, entry))
        names = battery_names(known)
        registry = dr.async_get(self.hass)
        for battery_id in ids:
            device = registry.async_get_device_by_identifier(
                (DOMAIN, battery_id), entry.entry_id
            )
            if device is not None and (name := device.name_by_user or device.name):
                names[battery_id] = name
        return {key: names.get(key, key) for key in sorted(ids)}

    def _changed(
        self, user_input: dict[str, Any], offered: Collection[str]
    ) -> dict[str, Any]:
        """Return all options after a change, also those that the form does not show.

        A zone that is Home Assistant's own is stored only if one was stored before, so
        that otherwise it keeps following Home Assistant's.
        """
        before = self.config_entry.options
        chosen = user_input[CONF_BATTERIES]
        ignored = set(before.get(CONF_IGNORED, ())).union(offered) - set(chosen)
        changed = {
            **before,
            **user_input,
            CONF_READING_PACE: int(user_input[CONF_READING_PACE]),
            CONF_IGNORED: sorted(ignored),
        }
        del changed[CONF_WEBHOOK]
        for page in (CONF_SHOW_PRICES, CONF_SHOW_PLANNING):
            changed.pop(page, None)
        is_default = user_input[CONF_PLANT_TIME_ZONE] == self._default_zone
        if is_default and CONF_PLANT_TIME_ZONE not in before:
            del changed[CONF_PLANT_TIME_ZONE]
        return changed


def choice(
    names: dict[str, str], chosen: Collection[str], options: Mapping[str, Any]
) -> dict[vol.Marker, Any]:
    """Return the fields that choose batteries, by name."""
    ordered = sorted(
        names, key=lambda battery_id: (names[battery_id].casefold(), battery_id)
    )
    return {
        vol.Required(
            CONF_BATTERIES,
            default=[battery_id for battery_id in ordered if battery_id in chosen],
        ): SelectSelector(
            SelectSelectorConfig(
                options=[
                    SelectOptionDict(value=battery_id, label=names[battery_id])
                    for battery_id in ordered
                ],
                multiple=True,
            )
        ),
        vol.Required(
            CONF_ADD_NEW, default=options.get(CONF_ADD_NEW, True)
        ): BooleanSelector(),
    }


def errors_of_choice(chosen: Collection[str]) -> dict[str, str]:
    """Return the form's errors for what was chosen."""
    if not chosen:
        return {CONF_BATTERIES: "none_chosen"}
    if len(chosen) > MAX_BATTERIES:
        return {CONF_BATTERIES: "too_many_batteries"}
    return {}
