"""Names that more than one module of the integration shares."""

from datetime import timedelta
from typing import Final

DOMAIN: Final = "amps"

CONF_ADD_NEW: Final = "add_new"
CONF_ADVANCED: Final = "advanced"
CONF_BATTERIES: Final = "batteries"
CONF_CLOUDHOOK_URL: Final = "cloudhook_url"
CONF_IGNORED: Final = "ignored"
CONF_LEAD_TIME: Final = "lead_time"
CONF_PLANNING: Final = "planning"
CONF_PLANT_TIME_ZONE: Final = "plant_time_zone"
CONF_PLANT_TIME_ZONES: Final = "plant_time_zones"
CONF_READING_PACE: Final = "reading_pace"
CONF_SHOW_PLANNING: Final = "show_planning"
CONF_SHOW_PRICES: Final = "show_prices"
CONF_WEBHOOK: Final = "webhook"
CONF_WEBHOOK_SECRET: Final = "webhook_secret"  # noqa: S105  a name, no secret

AUTOMATIC: Final = "automatic"
AS_AMPS_LEAVES_IT: Final = "as_amps_leaves_it"
"""The choices of the mode after a window that name no mode."""

DEFAULT_LEAD_TIME: Final = timedelta(hours=48)
DEFAULT_READING_PACE: Final = 15
READING_PACES: Final = (1, 5, 15)
"""Minutes between two readings of a battery at rest."""

MAX_BATTERIES: Final = 400
"""An entry holds 10,000 enabled entities at most, a battery brings about 25."""
