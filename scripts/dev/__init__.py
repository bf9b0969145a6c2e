"""Starts a real Home Assistant with this integration beside a simulated Amps server."""
