"""A Home Assistant whose HTTP goes over a network in memory."""

import socket
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import aiohttp_client
from homeassistant.util.ssl import SSLCipherList

from .memory import MemoryConnector, Network


def join(hass: HomeAssistant, network: Network) -> MemoryConnector:
    """Let Home Assistant's sessions connect to a network; return what connects them."""
    connector = MemoryConnector(network)
    key = aiohttp_client._make_key(  # noqa: SLF001  in its own one's place
        verify_ssl=True,
        family=socket.AF_UNSPEC,
        ssl_cipher=SSLCipherList.PYTHON_DEFAULT,
    )
    connectors: Any = {key: connector}
    hass.data[aiohttp_client.DATA_CONNECTOR] = connectors

    async def close(_: Event) -> None:
        await connector.close()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close)
    return connector
