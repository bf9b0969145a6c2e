"""Runs other programs' planners against a real Home Assistant: scripts/clients."""
