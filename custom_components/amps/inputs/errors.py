"""Why prices are not known, in words for people."""

from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN


class PriceError(HomeAssistantError):
    """Prices are not known, or not certain enough to be used.

    The key is that of a translated text, which says what the owner can do. The text
    does not name the entity: whoever shows it does.
    """

    entity_id: str | None = None
    """What should tell the prices."""

    def __init__(self, key: str, **names: str) -> None:
        """Take the key of the text and what fills its placeholders."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders=names,
        )
        self.key = key
        self.names = names


def short(value: object) -> str:
    """Return the beginning of something that was told, in one line."""
    return " ".join(str(value)[:60].split()) or "-"
