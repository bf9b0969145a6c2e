"""What ends a run."""


class DevelopError(Exception):
    """The run cannot go on; the text tells why, for a person."""
