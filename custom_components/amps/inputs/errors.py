"""Why something that plans are made of is not known, in words for people."""

from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN


class InputError(HomeAssistantError):
    """Something is not known, or not certain enough to be used.

    The key is that of a translated text, which says what the owner can do.
    """

    def __init__(self, key: str, **names: str) -> None:
        """Take the key of the text and what fills its placeholders."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders=names,
        )
        self.key = key
        self.names = names


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
