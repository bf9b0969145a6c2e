"""The address at which Amps reaches Home Assistant with a webhook."""

from collections.abc import Mapping
import logging
from types import ModuleType
from typing import Any, NamedTuple

from homeassistant.components import webhook
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers.network import NoURLAvailableError
from homeassistant.util.hass_dict import HassKey
from yarl import URL

from ..const import CONF_CLOUDHOOK_URL, CONF_WEBHOOK_SECRET, DOMAIN

_LOGGER = logging.getLogger(__name__)

WEBHOOK_OPTIONS = (CONF_WEBHOOK_ID, CONF_WEBHOOK_SECRET, CONF_CLOUDHOOK_URL)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")

_OFFERED: HassKey[dict[str, str]] = HassKey(f"{DOMAIN}_webhook_offered")


class Address(NamedTuple):
    """Where Amps is to send its webhooks."""

    url: str
    cloud: bool
    """Whether it is one of Home Assistant's cloud."""


class NoAddressError(Exception):
    """Home Assistant has no address that Amps could reach; its text is an error key."""


def offered_id(hass: HomeAssistant, entry_id: str) -> str:
    """Return the id of a webhook to be.

    It stays the same should the form be left and come back, as it may have been pasted
    in the Amps dashboard meanwhile.
    """
    offered = hass.data.setdefault(_OFFERED, {})
    return offered.setdefault(entry_id, webhook.async_generate_id())


async def async_address(
    hass: HomeAssistant, webhook_id: str, options: Mapping[str, Any]
) -> Address:
    """Return the address: one of Home Assistant's cloud, else below the external URL.

    Raises NoAddressError.
    """
    if (cloud := _cloud(hass)) is not None and cloud.async_active_subscription(hass):
        url: str | None = options.get(CONF_CLOUDHOOK_URL)
        try:
            url = await cloud.async_get_or_create_cloudhook(hass, webhook_id)
        except Exception as err:  # noqa: BLE001  the cloud's own errors are many
            _LOGGER.warning(
                "Home Assistant Cloud did not return a webhook address: %s",
                type(err).__name__,
            )
        if url is not None:
            return Address(url=url, cloud=True)
    try:
        address = webhook.async_generate_url(hass, webhook_id, allow_internal=False)
    except NoURLAvailableError as err:
        raise NoAddressError("no_external_url") from err
    parsed = URL(address)
    if parsed.scheme != "https" and parsed.host not in LOCAL_HOSTS:
        raise NoAddressError("external_url_not_https")
    return Address(url=address, cloud=False)


async def async_forget_address(
    hass: HomeAssistant, entry_id: str, options: Mapping[str, Any]
) -> None:
    """Give up an address; one of the cloud is deleted there, as far as that works."""
    offered = hass.data.get(_OFFERED, {}).pop(entry_id, None)
    if (cloud := _cloud(hass)) is None:
        return
    for webhook_id in {offered, options.get(CONF_WEBHOOK_ID)} - {None}:
        try:
            await cloud.async_delete_cloudhook(hass, webhook_id)
        except ValueError:
            continue  # it had none
        except Exception as err:  # noqa: BLE001  the cloud's own errors are many
            _LOGGER.warning(
                "Home Assistant Cloud did not delete a webhook address: %s",
                type(err).__name__,
            )


def _cloud(hass: HomeAssistant) -> ModuleType | None:
    """Return Home Assistant's cloud where it is set up: importing it is costly."""
    if "cloud" not in hass.config.components:
        return None
    from homeassistant.components import cloud  # noqa: PLC0415

    return cloud
