"""The numbers of a campaign."""

from dataclasses import dataclass, field, fields

MUST_BE_NONE = (
    "silently_wrong",
    "doubled",
    "unasked",
    "not_restored",
    "unexpected",
    "told_late",
    "false_alarms",
    "flooded",
)


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that was not kept."""

    kind: str
    at: str
    battery: str
    what: str


@dataclass(slots=True)
class Counters:
    """The outcomes of everything that was planned."""

    planned: int = 0
    done: int = 0
    incomplete: int = 0
    accepted: int = 0
    failed_told: int = 0
    missed_told: int = 0
    cancelled: int = 0
    goals: int = 0
    goals_met: int = 0
    targets_missed: int = 0
    targets_warned: int = 0
    targets_foreseen: int = 0
    days: int = 0
    requests: int = 0
    state_writes: int = 0
    breaches: list[Breach] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Return whether a promise was not kept."""
        return bool(self.breaches)

    def count(self, outcome: str) -> None:
        """Count how an occurrence ended."""
        name = f"{outcome}_told" if outcome in ("failed", "missed") else outcome
        setattr(self, name, getattr(self, name) + 1)

    def add(self, other: Counters) -> None:
        """Add the numbers of another story."""
        for counter in fields(self):
            setattr(
                self,
                counter.name,
                getattr(self, counter.name) + getattr(other, counter.name),
            )

    def numbers(self) -> dict[str, float]:
        """Return what is printed."""
        counted = {
            name: getattr(self, name)
            for name in (
                "planned",
                "done",
                "incomplete",
                "accepted",
                "failed_told",
                "missed_told",
                "cancelled",
                "goals",
                "goals_met",
            )
        }
        broken = {
            kind: sum(breach.kind == kind for breach in self.breaches)
            for kind in MUST_BE_NONE
        }
        days = max(self.days, 1)
        return {
            **counted,
            "target_not_met_precision": _percent(
                self.targets_foreseen, self.targets_warned
            ),
            "target_not_met_recall": _percent(
                self.targets_foreseen, self.targets_missed
            ),
            **broken,
            "requests_per_day": round(self.requests / days, 1),
            "state_writes_per_day": round(self.state_writes / days, 1),
        }


def _percent(part: int, whole: int) -> float:
    """Return a share in percent; of nothing that is all."""
    return round(100 * part / whole, 1) if whole else 100.0
