"""The requests that a battery needs."""

from typing import Final, NamedTuple
from urllib.parse import quote

_DEVICE_TIMEOUT_SECONDS: Final = 60.0
"""A read of a device may be a round trip to the manufacturer."""
_TIMEOUT_SECONDS: Final = 30.0


class Route(NamedTuple):
    """One method and path; `{id}` stands for a device's or an action's id."""

    method: str
    template: str
    of_device: bool = False
    """Whether the id is a device's: the manufacturer may be who answers."""
    timeout: float = _TIMEOUT_SECONDS
    """Seconds for the whole answer."""

    @property
    def endpoint(self) -> str:
        """The request's name in errors and logs, such as ``POST /battery/{id}``."""
        return f"{self.method} {self.template}"

    @property
    def is_read(self) -> bool:
        """Return whether it changes nothing, and can be repeated."""
        return self.method == "GET"

    def path(self, resource: str | None) -> str:
        """Return the path of one resource; the id is quoted as a whole."""
        return self.template.replace("{id}", quote(resource or "", safe=""))


BATTERIES = Route(method="GET", template="/battery")
BATTERY = Route(
    method="GET",
    template="/battery/{id}",
    of_device=True,
    timeout=_DEVICE_TIMEOUT_SECONDS,
)
PUSH = Route(
    method="POST",
    template="/battery/{id}",
    of_device=True,
    timeout=_DEVICE_TIMEOUT_SECONDS,
)
SETTINGS = Route(
    method="POST",
    template="/battery/{id}/settings",
    of_device=True,
    timeout=_DEVICE_TIMEOUT_SECONDS,
)
ACTIONS = Route(method="GET", template="/actions")
DEVICE_ACTIONS = Route(method="GET", template="/battery/{id}/actions", of_device=True)
ACTION = Route(method="GET", template="/actions/{id}")
OLD_ACTION = Route(method="GET", template="/battery/actions/{id}")
CANCEL = Route(method="POST", template="/actions/{id}/cancel")
