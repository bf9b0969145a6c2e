"""Why something that plans are made of is not known, in words for people."""

from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from ..schedule.titles import format_number

UNREADABLE = (HomeAssistantError, AttributeError, LookupError, TypeError, ValueError)
"""What loading raises where nothing can be read, or what never was written."""


class InputError(HomeAssistantError):
    """Something is not known, or not certain enough to be used.

    The key is that of a translated text, which says what the owner can do.
    """

    def __init__(self, key: str, **names: str | float) -> None:
        """Take the key of the text and what fills its placeholders."""
        self.key = key
        self.names = names
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders=self.said("en"),
        )

    def said(self, language: str) -> dict[str, str]:
        """Return what fills the placeholders, with numbers as a language has them."""
        return {
            name: value if isinstance(value, str) else format_number(value, language)
            for name, value in self.names.items()
        }


class PriceError(InputError):
    """Prices are not known, or not certain enough to be used.

    The text does not name the entity: whoever shows it does.
    """

    entity_id: str | None = None
    """What should tell the prices."""


class HouseError(InputError):
    """What the house draws is not known; the text says where that is set."""


def short(value: object) -> str:
    """Return the beginning of something that was told, in one line."""
    return " ".join(str(value)[:60].split()) or "-"
