"""What Home Assistant needs of an integration with entries."""

from homeassistant.config_entries import ConfigFlow


class BarestConfigFlow(ConfigFlow, domain="barest"):
    """Entries are made by the benchmark, without a form."""
