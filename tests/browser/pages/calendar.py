"""The calendar, and the dialogs in which its events are made and changed."""

from datetime import date, timedelta
from enum import StrEnum

from playwright.sync_api import Locator, Page, expect


class Which(StrEnum):
    """Which occurrences of a repeating event are meant."""

    THIS = "Only this event"
    THIS_AND_FUTURE = "This and all future events"


class CalendarPage:
    """The month, with a day's events in its cell."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self) -> None:
        """Go there."""
        self._page.goto("/calendar")

    def day(self, day: date) -> Locator:
        """Return the cell of a day."""
        return self._page.locator(f"[role=cell][data-date='{day}']")

    def events(self, day: date) -> Locator:
        """Return the events of a day."""
        return self.day(day).get_by_role("button")

    def add(self, day: date) -> EventDialog:
        """Begin a new event by a click on its day."""
        self.day(day).click()
        expect(self._page.get_by_role("cell")).to_have_count(1)
        self._page.get_by_role("button", name="Add Event").click()
        return EventDialog(self._page)

    def choose(self, day: date) -> EventDetails:
        """Look at the only event of a day."""
        self.events(day).click()
        return EventDetails(self._page)


class EventDetails:
    """The dialog that shows an event."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.itself = page.locator("dialog-calendar-event-detail")

    @property
    def error(self) -> Locator:
        """What stands in the way."""
        return self.itself.locator("ha-alert[alert-type=error]")

    def edit(self) -> EventDialog:
        """Go on to the dialog that changes it."""
        self._page.get_by_role("button", name="Edit Event").click()
        return EventDialog(self._page)

    def delete(self, which: Which | None = None) -> None:
        """Delete it, and confirm that."""
        self._page.get_by_role("button", name="Delete Event").click()
        confirm(self._page, "Delete", which)


class EventDialog:
    """The dialog that makes or changes an event."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.itself = page.locator("dialog-calendar-event-editor")

    def title(self, title: str) -> None:
        """Write what the battery is to do."""
        self._page.get_by_role("textbox", name="Summary").fill(title)

    def times(self, start: str, end: str) -> None:
        """Fill in start and end, such as 00:30; the end first, it follows the start."""
        for number, clock in ((1, end), (0, start)):
            for name, text in zip(("hh", "mm"), clock.split(":"), strict=True):
                field = self._page.get_by_role("spinbutton", name=name).nth(number)
                field.fill(text)
                field.blur()

    def days(self, start: date, end: date) -> None:
        """Choose the days of start and end; the start first, the end follows it."""
        for number, day in enumerate((start, end)):
            self.itself.locator("ha-date-input").nth(number).click()
            picker = self._page.locator("ha-dialog-date-picker")
            self._turn_to_month(picker, day)
            name = f"{day:%B} {day.day}"
            picker.get_by_role("button", name=name, exact=True).click()
            picker.get_by_role("button", name="OK").click()
            expect(picker).to_be_hidden()

    def _turn_to_month(self, picker: Locator, day: date) -> None:
        """Turn the page of a month by one, if the day is on the page beside it."""
        shown = picker.locator(".month-year").inner_text()
        if shown != f"{day:%B %Y}":
            is_next = shown == f"{day.replace(day=1) - timedelta(days=1):%B %Y}"
            picker.locator(f"[slot={'next' if is_next else 'previous'}]").click()

    def repeat(self, how: str) -> None:
        """Choose how it repeats, such as Daily."""
        self._page.get_by_role("button", name="Repeat").click()
        self._page.get_by_role("menuitem", name=how).click()

    def add(self) -> None:
        """Store a new event."""
        self.itself.get_by_role("button", name="Add Event").click()

    def save(self, which: Which | None = None) -> None:
        """Store a changed event."""
        self.itself.get_by_role("button", name="Save Event").click()
        if which is not None:
            confirm(self._page, "Update", which)

    def closes(self) -> None:
        """Wait until it is gone, and its step back in the history is done."""
        expect(self.itself).to_be_hidden()
        self._page.wait_for_function("!history.state?.dialog")

    @property
    def error(self) -> Locator:
        """What is wrong with it."""
        return self.itself.locator("ha-alert[alert-type=error]")


def confirm(page: Page, button: str, which: Which | None) -> None:
    """Answer which occurrences are meant, if any are, and say yes."""
    if which is not None:
        page.get_by_role("radio", name=which).click()
    page.get_by_role("button", name=button, exact=True).click()
