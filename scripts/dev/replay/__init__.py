"""A year of a home in a minute: what scripts/replay runs."""
