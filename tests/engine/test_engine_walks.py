"""What holds in any life of a plan, over random ones."""

from hypothesis import settings
import pytest

from .walk import Walk

LIVES = settings().max_examples // 10
SEEDS = range(LIVES)
QUIET_SEEDS = range(10_000, 10_000 + LIVES)


@pytest.mark.parametrize("seed", SEEDS)
def test_troubles_lose_double_and_leave_nothing(seed: int) -> None:
    """Outages, lost answers, failures, others, edits, restarts, kills."""
    walk = Walk(seed, quiet=False)
    walk.live()
    walk.check()
    walk.check_mode()


@pytest.mark.parametrize("seed", QUIET_SEEDS)
def test_without_trouble_every_window_happens_once_and_in_time(seed: int) -> None:
    """Only edits, restarts and kills."""
    walk = Walk(seed, quiet=True)
    walk.live()
    walk.check()
    walk.check_mode()
