"""Titles of windows, as an owner writes them in the calendar."""

WORDS = {
    "charge": "Charge",
    "discharge": "Discharge",
    "idle": "Idle",
    "auto.balanced": "Balanced",
    "auto.reserve": "Reserve",
    "auto.export": "Export",
}
KINDS_OF_TITLE = {"target": "to {} %", "power": "at {} kW", "reserve": "keep {} %"}


def title(command: str, parameters: dict[str, float]) -> str:
    """Return an event's title."""
    given = (
        text.format(f"{parameters[name]:g}")
        for name, text in KINDS_OF_TITLE.items()
        if name in parameters
    )
    return " ".join([WORDS[command], *given])
