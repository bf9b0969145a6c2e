"""How many examples property tests try: enough for every day, or thoroughly."""

from typing import Any

from hypothesis import HealthCheck, settings

USUAL = 100
THOROUGH = 2000

# how long an example takes says more of the machine than of the code
settings.register_profile(
    "amps",
    max_examples=USUAL,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("amps"), max_examples=THOROUGH
)
# the command line's `--hypothesis-profile` comes after it
settings.load_profile("amps")


def examples(number: int, **more: Any) -> settings:
    """Try so many examples, and as many times more as the profile tries."""
    factor = settings().max_examples / USUAL
    return settings(max_examples=round(number * factor), **more)
