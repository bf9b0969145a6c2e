"""Decides when a key that has worked is bad, and how long to wait until then.

Amps' limiter may answer 401, so one refusal proves nothing (`amps-api.md` 1.4).
"""

from datetime import datetime, timedelta

from ..api.errors import AmpsError, KeyRefusedError, ThrottledError, UnauthorizedError

BACKOFF_SECONDS = (30.0, 60.0, 120.0, 300.0, 600.0)
"""Seconds until the next request after one refusal, two, and so on."""
MAX_NAMED_REFUSALS = 2
MAX_BARE_REFUSALS = 5
BARE_REFUSALS_SPAN = timedelta(minutes=10)


class AuthBackoff:
    """Counts the refusals of one key by `GET /battery` itself."""

    def __init__(self) -> None:
        """Start with a key that was never refused."""
        self._bare = 0
        _ = self.worked()

    def worked(self) -> bool:
        """Note an answer: all refusals before it were throttling.

        Return whether there were so many that another key may have been asked for.
        """
        many = self._bare >= MAX_BARE_REFUSALS
        self._named = 0
        self._bare = 0
        self._throttled = 0
        self._since: datetime | None = None
        return many

    def key_is_bad(self, error: AmpsError, now: datetime) -> bool:
        """Record a failure, and return whether to ask for another key."""
        if isinstance(error, KeyRefusedError):
            self._named += 1
            return self._named >= MAX_NAMED_REFUSALS
        self._named = 0
        if isinstance(error, ThrottledError):
            self._throttled += 1
        if not isinstance(error, UnauthorizedError):
            return False
        self._bare += 1
        self._since = self._since or now
        return (
            self._bare >= MAX_BARE_REFUSALS and now - self._since >= BARE_REFUSALS_SPAN
        )

    def delay(self, error: AmpsError) -> float | None:
        """Return the seconds to wait before the next request; None: the usual pace."""
        if isinstance(error, ThrottledError) and error.retry_after is not None:
            return max(error.retry_after, BACKOFF_SECONDS[0])
        count = self._bare + self._throttled
        if not isinstance(error, (ThrottledError, UnauthorizedError)) or not count:
            return None
        return BACKOFF_SECONDS[min(count, len(BACKOFF_SECONDS)) - 1]
