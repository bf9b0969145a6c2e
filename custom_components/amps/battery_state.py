"""What is known and remembered of one battery, and what its owner chose."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import partial

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from .api.models import Command
from .battery_plan import BatteryPlan
from .battery_store import BatteryStore, Stored
from .coordinator import AmpsCoordinator
from .energy_keeper import EnergyKeeper
from .names import device_name
from .plan.memory import Memory
from .plan.plan import Edit
from .plan.stored import memory_from_dict, memory_to_dict
from .plan.window import Occurrence
from .snapshot import Snapshot
from .told import WindowEvent, outcomes_told

AUTOMATIC = "automatic"
AS_AMPS_LEAVES_IT = "as_amps_leaves_it"


class BatteryState(ABC):
    """One battery's plan, memory and choices, stored across restarts."""

    def __init__(
        self, hass: HomeAssistant, coordinator: AmpsCoordinator, device_id: str
    ) -> None:
        """Remember nothing yet."""
        self.hass = hass
        self.coordinator = coordinator
        self.device_id = device_id
        self.memory = Memory()
        self.defaults: dict[str, float] = {}
        self.plan = BatteryPlan(hass)
        self.enabled = True
        """Whether the plan is followed; the owner may pause it."""
        self.enabled_since: datetime | None = None
        """When it was switched on again; None where it never was off."""
        self.after_window = AUTOMATIC
        self.takes_over = False
        """Whether the next window may end the manufacturer's own schedule."""
        self._store = BatteryStore(hass, device_id)
        self.energy = EnergyKeeper(coordinator, device_id, self._async_save)
        self._listeners: list[Callable[[WindowEvent], None]] = []

    async def async_load(self) -> None:
        """Load what is remembered."""
        stored = await self._store.async_load()
        if stored is None:
            return
        self.memory = memory_from_dict(stored.get("memory", {}))
        self.defaults = dict(stored.get("defaults", {}))
        self.enabled = stored.get("enabled", True)
        since = stored.get("enabled_since")
        self.enabled_since = datetime.fromisoformat(since) if since else None
        self.after_window = stored.get("after_window", AUTOMATIC)
        self.takes_over = stored.get("takes_over", False)
        if (energy := stored.get("energy")) is not None:
            self.energy.async_load(energy)
        if "left" in stored:
            self._store.async_delay_save(self._stored)
        if text := stored.get("plan"):
            await self.plan.async_load(text, self.coordinator.now())

    @abstractmethod
    @callback
    def async_decide_soon(self) -> None:
        """Act on what changed."""

    @property
    def name(self) -> str:
        """What the owner calls the battery."""
        entry_id = self.coordinator.config_entry.entry_id
        return device_name(self.hass, entry_id, self.device_id)

    @property
    def snapshot(self) -> Snapshot | None:
        """What is known of the battery; None once it has left."""
        return self.coordinator.data.get(self.device_id)

    @property
    def planned(self) -> dict[str, Occurrence]:
        """What the owner's windows ask for, by key, by start; nothing while paused."""
        return self.plan.occurrences if self.enabled else {}

    @callback
    def async_on_event(self, listener: Callable[[WindowEvent], None]) -> CALLBACK_TYPE:
        """Call a listener with everything that the owner is told."""
        self._listeners.append(listener)
        return partial(self._listeners.remove, listener)

    @callback
    def async_tell(self, event: WindowEvent) -> None:
        """Tell the owner of an outcome or a risk, once."""
        for listener in list(self._listeners):
            listener(event)

    @callback
    def async_heard(self, event: WindowEvent) -> None:
        """Note that somebody has heard what was told."""
        self.remember(self.memory.heard(event.record.occurrence.key))

    @callback
    def async_set_enabled(self, *, enabled: bool) -> None:
        """Follow the plan, or pause it; what waits at Amps is withdrawn then."""
        self.enabled = enabled
        self.enabled_since = self.coordinator.now() if enabled else None
        self.async_changed()

    @callback
    def async_set_after_window(self, choice: str) -> None:
        """Choose the mode that the battery goes back to."""
        self.after_window = choice
        self.async_changed()

    @callback
    def async_take_over(self, *, takes_over: bool = True) -> None:
        """Let the next windows end the manufacturer's own schedule, or no longer."""
        self.takes_over = takes_over
        self._store.async_delay_save(self._stored)
        self.coordinator.async_show({self.device_id})

    @callback
    def async_changed(self) -> None:
        """Store what the owner changed, show it, and let the engine act on it."""
        self._store.async_delay_save(self._stored)
        self.coordinator.async_show({self.device_id})
        self.async_decide_soon()

    async def async_take_edit(self, edit: Edit) -> None:
        """Make the plan what an edit gave, and store it before that is answered."""
        await self.plan.async_take(edit, self.coordinator.now())
        self.memory = self.memory.rekeyed(self.plan.occurrences)
        await self._store.async_save(self._stored())
        self.coordinator.async_show({self.device_id})
        self.async_decide_soon()

    @callback
    def async_set_default(self, name: str, value: float) -> None:
        """Remember a number that the owner chose."""
        self.defaults = {**self.defaults, name: value}
        self._store.async_delay_save(self._stored)

    async def _async_save(self) -> None:
        await self._store.async_save(self._stored())

    def _stored(self) -> Stored:
        return {
            "memory": memory_to_dict(self.memory),
            "defaults": self.defaults,
            "plan": self.plan.text,
            "enabled": self.enabled,
            "enabled_since": (
                self.enabled_since.isoformat() if self.enabled_since else None
            ),
            "after_window": self.after_window,
            "takes_over": self.takes_over,
            "energy": self.energy.as_dict,
        }

    def remember(self, memory: Memory) -> None:
        """Take over a changed memory, written soon, and tell how windows ended."""
        if memory is self.memory or memory == self.memory:
            return
        outcomes = outcomes_told(self.memory, memory)
        self.memory = memory
        self._store.async_delay_save(self._stored)
        self.coordinator.async_show({self.device_id})
        for event in outcomes:
            self.async_tell(event)

    def standing(self) -> Command | None:
        """Give the mode to go back to; None to stay as Amps leaves the battery."""
        if self.after_window == AS_AMPS_LEAVES_IT:
            return None
        commands = (self.snapshot.battery.commands if self.snapshot else None) or {}
        if self.after_window != AUTOMATIC:
            chosen = Command.from_slug(self.after_window)
            return chosen if chosen in commands else None
        for command in (self.memory.standing, Command.AUTO_BALANCED):
            if command is not None and command in commands:
                return command
        return None
