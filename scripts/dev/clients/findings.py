"""What was tried with a client, and what was seen."""

from dataclasses import dataclass, field

from ..check import columns


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried."""

    tried: str
    seen: str
    right: bool


@dataclass(slots=True)
class Findings:
    """All that was tried with a client."""

    all: list[Finding] = field(default_factory=list)

    def add(self, tried: str, seen: object, *, right: bool) -> None:
        """Note what was seen, and whether that is how it should be."""
        self.all.append(Finding(tried, str(seen), right))

    def equal(self, tried: str, seen: object, wanted: object) -> None:
        """Note what was seen where one thing alone is right."""
        self.add(tried, seen, right=seen == wanted)

    @property
    def right(self) -> bool:
        """Return whether all was as it should be; nothing tried is nothing shown."""
        return bool(self.all) and all(one.right for one in self.all)

    def table(self) -> str:
        """Lay out what was seen."""
        rows = [("tried", "seen", "")]
        rows += [
            (one.tried, one.seen, "ok" if one.right else "WRONG") for one in self.all
        ]
        return columns(rows)
