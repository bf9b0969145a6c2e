"""Months of random trouble for the real integration, and a strict judge of it."""
