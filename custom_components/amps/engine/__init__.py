"""Decides what is to be sent for one battery; pure functions of values."""
