"""How a person looks at Home Assistant."""

from dataclasses import dataclass
import json
import time
from typing import Any

from .home import Home

DESKTOP = (1280, 900)
PHONE = (390, 844)
FOREVER = 10**9


@dataclass(frozen=True, slots=True)
class Look:
    """A screen and a person's choices in their profile."""

    size: tuple[int, int] = DESKTOP
    dark: bool = False
    language: str = "en"

    def __str__(self) -> str:
        """Name it for reports and files."""
        size = "phone" if self.size == PHONE else "desktop"
        return "-".join((size, "dark" if self.dark else "light", self.language))

    def context(self, home: Home) -> dict[str, Any]:
        """Return the options of a Playwright context."""
        width, height = self.size
        return {
            "base_url": home.url,
            "viewport": {"width": width, "height": height},
            "is_mobile": self.size == PHONE,
            "has_touch": self.size == PHONE,
            "color_scheme": "dark" if self.dark else "light",
            "locale": "de-DE" if self.language == "de" else "en-GB",
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
        }

    def choose(self, home: Home) -> None:
        """Store what the person chose in their profile."""
        formats = ("number_format", "date_format", "first_weekday")
        value = {
            "language": self.language,
            "time_zone": "local",
            "time_format": "24",
            **dict.fromkeys(formats, "language"),
        }
        home.ask("frontend/set_user_data", key="language", value=value)


def logged_in(home: Home) -> str:
    """Return the script that logs a page in before it loads."""
    tokens = {
        "access_token": home.token,
        "token_type": "Bearer",
        "refresh_token": "",
        "expires_in": FOREVER,
        "expires": int((time.time() + FOREVER) * 1000),
        "hassUrl": home.url,
        "clientId": f"{home.url}/",
    }
    return f"localStorage.setItem('hassTokens', {json.dumps(json.dumps(tokens))});"
