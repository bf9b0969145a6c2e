"""The part of the options that sets up webhooks."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ..account.webhook import deliveries, is_secret
from ..account.webhook_address import (
    WEBHOOK_OPTIONS,
    Address,
    NoAddressError,
    async_address,
    async_forget_address,
    offered_id,
)
from ..const import CONF_CLOUDHOOK_URL, CONF_WEBHOOK, CONF_WEBHOOK_SECRET
from ..exceptions import local_time

SECRET = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))


def webhook_field(options: Mapping[str, Any]) -> dict[vol.Marker, Any]:
    """Return the field that switches webhooks on and off."""
    is_on = CONF_WEBHOOK_ID in options
    return {vol.Required(CONF_WEBHOOK, default=is_on): BooleanSelector()}


class WebhookOptions(OptionsFlow):
    """Shows the address for the Amps dashboard and takes the signing secret."""

    _address: Address
    _others: dict[str, Any]
    """All options as they are to be, but for those of webhooks."""

    @property
    def _webhook_id(self) -> str:
        entry = self.config_entry
        stored: str | None = entry.options.get(CONF_WEBHOOK_ID)
        return stored or offered_id(self.hass, entry.entry_id)

    async def async_errors_of_webhook(self) -> dict[str, str]:
        """Find the address out, and give the form's errors if there is none."""
        try:
            self._address = await async_address(
                self.hass, self._webhook_id, self.config_entry.options
            )
        except NoAddressError as err:
            return {CONF_WEBHOOK: str(err)}
        return {}

    async def async_go_on(
        self, options: dict[str, Any], *, wanted: bool
    ) -> ConfigFlowResult:
        """Go on to the form of webhooks, or store that there are none."""
        self._others = options
        if wanted:
            return await self.async_step_webhook()
        if CONF_WEBHOOK_ID in options:
            entry_id = self.config_entry.entry_id
            await async_forget_address(self.hass, entry_id, options)
            for name in WEBHOOK_OPTIONS:
                options.pop(name, None)
        return self.async_create_entry(data=options)

    async def async_step_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take the secret; one that is stored already need not be typed again."""
        stored = self._others.get(CONF_WEBHOOK_SECRET)
        known = stored if CONF_WEBHOOK_ID in self._others and is_secret(stored) else ""
        errors: dict[str, str] = {}
        if user_input is not None:
            secret = user_input.get(CONF_WEBHOOK_SECRET, "").strip() or known
            if is_secret(secret):
                return self._create(secret)
            errors[CONF_WEBHOOK_SECRET] = "webhook_secret_invalid"
        marker = vol.Optional if known else vol.Required
        came = deliveries(self.hass, self.config_entry.entry_id)
        return self.async_show_form(
            step_id="webhook",
            data_schema=vol.Schema({marker(CONF_WEBHOOK_SECRET): SECRET}),
            errors=errors,
            description_placeholders={
                "address": self._address.url,
                "last": local_time(came.last_valid),
                "refused": str(came.refused),
            },
        )

    def _create(self, secret: str) -> ConfigFlowResult:
        changed = {
            **self._others,
            CONF_WEBHOOK_ID: self._webhook_id,
            CONF_WEBHOOK_SECRET: secret,
        }
        changed.pop(CONF_CLOUDHOOK_URL, None)
        if self._address.cloud:
            changed[CONF_CLOUDHOOK_URL] = self._address.url
        return self.async_create_entry(data=changed)
