"""What ends a run."""


class DevelopError(Exception):
    """The run cannot continue; the text says why, for a person."""
