"""Months of random trouble for the real integration, and strict checks of it."""
