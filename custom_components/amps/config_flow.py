"""Config flow: a key, the batteries behind it, and another key later."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from .account.ownership import batteries_of, owned_elsewhere
from .account.probe import FoundAccount, UnusableError, async_find_account
from .api import DEFAULT_URL
from .const import (
    CONF_ADD_NEW,
    CONF_ADVANCED,
    CONF_BATTERIES,
    CONF_IGNORED,
    DOMAIN,
    MAX_BATTERIES,
)
from .flows.blueprints import NOTIFY_WINDOW, import_link
from .flows.options import AmpsOptionsFlow, choice, errors_of_choice
from .runtime import AmpsConfigEntry

LEFT_OUT = "left_out"
NOTHING = "-"
"""What a text shows where there is nothing to name."""

KEY_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_API_KEY): TextSelector(
            TextSelectorConfig(
                type=TextSelectorType.PASSWORD, autocomplete="current-password"
            )
        )
    }
)
ACCOUNT_SCHEMA = KEY_SCHEMA.extend(
    {
        vol.Optional(CONF_ADVANCED): section(
            vol.Schema(
                {
                    vol.Required(CONF_URL, default=DEFAULT_URL): TextSelector(
                        TextSelectorConfig(type=TextSelectorType.URL)
                    )
                }
            ),
            {"collapsed": True},
        )
    }
)


class AmpsConfigFlow(ConfigFlow, domain=DOMAIN):
    """Sets up the batteries of one key, and changes the key."""

    VERSION = 1
    _account: FoundAccount
    _free: dict[str, str]
    """Names of the batteries that no other entry has, by battery id."""

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: AmpsConfigEntry) -> AmpsOptionsFlow:
        """Return the flow that changes the options."""
        return AmpsOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a key and look what it opens."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                self._account = await self._async_account(user_input)
            except UnusableError as err:
                errors["base"] = err.error
            else:
                return await self._async_found()
        return self._show_account_form("user", user_input, errors)

    async def _async_found(self) -> ConfigFlowResult:
        """Go on with the batteries that no other entry has."""
        names = self._account.names
        taken = owned_elsewhere(self.hass)
        self._free = {key: name for key, name in names.items() if key not in taken}
        if not self._free:
            return self.async_abort(
                reason="no_batteries_left",
                description_placeholders={"batteries": ", ".join(names.values())},
            )
        if len(self._free) == 1:
            return self._create(list(self._free), add_new=True)
        return await self.async_step_batteries()

    async def async_step_batteries(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let the owner choose among several batteries."""
        chosen = (user_input or {}).get(CONF_BATTERIES, list(self._free))
        errors = errors_of_choice(chosen)
        if user_input is not None and not errors:
            self._async_abort_entries_match({CONF_API_KEY: self._account.api_key})
            return self._create(chosen, add_new=user_input[CONF_ADD_NEW])
        first = list(self._free)[:MAX_BATTERIES]
        schema = vol.Schema({**choice(self._free, first, {}), **self._left_out()})
        return self.async_show_form(
            step_id="batteries",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
            description_placeholders={
                "environment": self._account.environment or NOTHING,
                "count": str(len(self._account.names)),
                "maximum": str(MAX_BATTERIES),
            },
        )

    def _left_out(self) -> dict[vol.Marker, Any]:
        """Return a field that names other entries' batteries, if there are any."""
        names = self._account.names
        left_out = [name for key, name in names.items() if key not in self._free]
        if not left_out:
            return {}
        named = vol.Optional(LEFT_OUT, default=", ".join(left_out))
        return {named: TextSelector(TextSelectorConfig(read_only=True))}

    def _create(self, chosen: list[str], *, add_new: bool) -> ConfigFlowResult:
        account = self._account
        return self.async_create_entry(
            title=self._title(chosen),
            data=account.data,
            options={
                CONF_BATTERIES: chosen,
                CONF_ADD_NEW: add_new,
                CONF_IGNORED: sorted(account.names.keys() - set(chosen)),
            },
            description_placeholders={
                "environment": account.environment or NOTHING,
                "count": str(len(account.names)),
                "chosen": str(len(chosen)),
                "notify_blueprint": import_link(self.hass, NOTIFY_WINDOW),
            },
        )

    def _title(self, chosen: list[str]) -> str:
        """Name the entry after its only battery and its environment, apart from others.

        Live accounts are the usual ones, so only another environment is named.
        """
        title = "Amps"
        if len(chosen) == 1:
            title = f"{title} {self._account.names[chosen[0]]}"
        if self._account.environment not in (None, "live"):
            title = f"{title} ({self._account.environment})"
        taken = {entry.title for entry in self._async_current_entries()}
        numbered = (f"{title} {number}" for number in range(2, len(taken) + 3))
        return next(
            candidate for candidate in (title, *numbered) if candidate not in taken
        )

    async def async_step_reauth(
        self, _entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Handle a key that Amps refuses."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another key."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                return await self._async_change(entry, user_input)
            except UnusableError as err:
                errors["base"] = err.error
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=self.add_suggested_values_to_schema(KEY_SCHEMA, user_input),
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another key or address; everything else stays."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                return await self._async_change(entry, user_input)
            except UnusableError as err:
                errors["base"] = err.error
        stored = {CONF_ADVANCED: {CONF_URL: entry.data[CONF_URL]}}
        return self._show_account_form("reconfigure", user_input or stored, errors)

    async def _async_change(
        self, entry: AmpsConfigEntry, user_input: dict[str, Any]
    ) -> ConfigFlowResult:
        """Change the key of an entry, if the new one opens any of its batteries."""
        account = await self._async_account(user_input, entry)
        known = batteries_of(self.hass, entry)
        if known and known.isdisjoint(account.names):
            raise UnusableError("no_known_battery")
        return self.async_update_reload_and_abort(
            entry,
            data_updates=account.data,
            # given, so that it is our text, which says what has not changed
            reason=f"{self.source}_successful",
        )

    async def _async_account(
        self, user_input: dict[str, Any], entry: AmpsConfigEntry | None = None
    ) -> FoundAccount:
        """Return what is behind a key; raises UnusableError, aborts if it is taken."""
        api_key = user_input[CONF_API_KEY].strip()
        self._async_abort_entries_match({CONF_API_KEY: api_key})
        known = entry.data[CONF_URL] if entry else DEFAULT_URL
        url = user_input.get(CONF_ADVANCED, {}).get(CONF_URL, known)
        return await async_find_account(self.hass, api_key, url)

    def _show_account_form(
        self, step_id: str, shown: dict[str, Any] | None, errors: dict[str, str]
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(ACCOUNT_SCHEMA, shown),
            errors=errors,
        )
