"""The card on every screen, by day and by night, as fast and as steady as promised."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture, Report
from .home import Home
from .look import PHONE, Look
from .pages.dashboard import CardPage
from .test_calendar import ahead
from .test_looks import LOOKS

SMALLEST = (320, 640)
ARABIC = "ar"
MAX_SHIFT = 0.05
MAX_PAINT = 1.0
"""In times of the yardstick: machines differ, and are slower at times."""
TRIES = 5
"""So often both are measured, in turns."""

YARDSTICK = """() => {
  const began = performance.now();
  const list = document.createElement("ul");
  for (let number = 0; number < 2000; number++) {
    const row = list.appendChild(document.createElement("li"));
    row.textContent = `row ${number}`;
  }
  document.body.append(list);
  list.lastChild.getBoundingClientRect();
  list.remove();
  return performance.now() - began;
}"""
"""How long the browser takes to lay a plain list out, in milliseconds."""

WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const it of list.getEntries()) {
    const parts = it.sources.map(({ node }) => node);
    const inside = (node) => {
      for (let at = node; at; at = at.parentNode ?? at.host) {
        if (at.localName === "amps-battery-card") return true;
      }
      return false;
    };
    if (parts.some(inside)) window.shifts.push(it.value);
  }
}).observe({ type: "layout-shift", buffered: true });

// how long it takes from the first message of the plan to the next painted frame
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  if (text.includes?.("amps/plan/subscribe")) {
    const { id } = [].concat(JSON.parse(text)).find((it) => it.type.startsWith("amps"));
    this.addEventListener("message", ({ data }) => {
      const found = [].concat(JSON.parse(data)).some(
        (it) => it.id === id && it.type === "event",
      );
      if (!found || window.came) return;
      window.came = performance.now();
      setTimeout(() => requestAnimationFrame(() => setTimeout(() => {
        window.painted = performance.now() - window.came;
      })));
    });
  }
  return send.call(this, text);
};
"""


@contextmanager
def nightly(page: Page, home: Home, language: str) -> Iterator[CardPage]:
    """Show a card with a charge for every night to come, and one taken out."""
    day = ahead(1)
    times = {"start": f"{day} 00:30:00", "end": f"{day} 05:30:00"}
    window = {"device_id": home.device_id(), "target": 90, "repeat": "FREQ=DAILY"}
    home.act("amps.schedule_window", {**window, **times})
    evening = {"start": f"{day} 18:00:00", "end": f"{day} 20:30:00"}
    discharge = {"device_id": home.device_id(), "command": "discharge", "target": 20}
    home.act("amps.schedule_window", {**discharge, **evening})
    with CardPage.of(page, home, {}, language) as card:
        card.open()
        expect(card.block("sent")).to_have_count(1)
        yield card


def fits(page: Page, look: Look) -> bool:
    """Return whether the page is no wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth") <= look.size[0])


def paint_again(page: Page) -> float:
    """Leave the page and come back; return how long the card took, in milliseconds.

    Home Assistant itself is there already, so that this is the card's own time.
    """
    go(page, "/profile")
    expect(page.locator("amps-battery-card")).to_have_count(0)
    page.evaluate("window.came = window.painted = undefined")
    go(page, "/amps-test")
    page.wait_for_function("window.painted")
    return float(page.evaluate("window.painted"))


def is_steady_and_fast(page: Page, what: str, report: Report) -> None:
    """Measure what moved while a card was loaded, and how long it takes to be there."""
    page.wait_for_load_state("networkidle")
    shift = sum(page.evaluate("window.shifts"))
    tries = [(paint_again(page), float(page.evaluate(YARDSTICK))) for _ in range(TRIES)]
    painted, plain = (min(times) for times in zip(*tries, strict=True))
    report(
        f"{what}: shift {shift:.3f}, painted {painted:.0f} ms after its data, "
        f"{painted / plain:.2f} times a plain list"
    )
    assert shift <= MAX_SHIFT
    assert painted <= MAX_PAINT * plain


def go(page: Page, path: str) -> None:
    """Go to another page as its links do, without loading all anew."""
    page.evaluate(
        """(path) => {
          history.pushState(null, "", path);
          window.dispatchEvent(new CustomEvent("location-changed", { detail: {} }));
        }""",
        path,
    )


@pytest.mark.parametrize("look", [*LOOKS, Look(SMALLEST)], ids=str)
def test_the_card(page: Page, integration: Home, look: Look, picture: Picture) -> None:
    language = look.language
    with nightly(page, integration, language) as card:
        assert fits(page, look)
        picture("card")
        card.block("sent").click()
        expect(card.dialog).to_contain_text(card.says("held_by_amps"))
        picture("details")
        page.keyboard.press("Escape")
        card.press("plan_button")
        expect(card.dialog).to_contain_text(card.says("repeats_on"))
        assert fits(page, look)
        picture("form")
        assert card.holds_its_form()
        page.keyboard.press("Escape")
        card.press("boost")
        picture("boost")


@pytest.mark.parametrize("look", [Look(), Look(PHONE, language="de")], ids=str)
def test_nothing_moves_while_it_loads_and_it_is_there_at_once(
    page: Page, integration: Home, look: Look, report: Report
) -> None:
    page.add_init_script(WATCH)
    with nightly(page, integration, look.language):
        is_steady_and_fast(page, f"card on {look}", report)


@pytest.mark.parametrize("look", [Look(PHONE, language=ARABIC)], ids=["arabic"])
def test_from_right_to_left(page: Page, integration: Home, picture: Picture) -> None:
    """Time goes on to the right; all else begins on the right."""
    with CardPage.of(page, integration, {}, "en") as card:
        page.goto("/amps-test")
        names = card.itself.locator(".names")
        expect(names).to_be_visible()
        expect(card.next).not_to_have_text("")
        glyph, name = card.itself.locator(".glyph").bounding_box(), names.bounding_box()
        assert glyph
        assert name
        assert glyph["x"] > name["x"]
        picture("card")


def test_pages_without_a_card_load_the_loader_alone(
    page: Page, integration: Home, report: Report
) -> None:
    loaded: list[str] = []
    page.on("request", lambda item: loaded.append(item.url))
    page.goto("/config/dashboard")
    page.wait_for_function("!!customElements.get('amps-battery-card')")
    page.wait_for_load_state("networkidle")
    ours = [
        item.rpartition("/")[2] for item in loaded if f"{integration.url}/amps/" in item
    ]
    assert ours == ["loader.js"]
    report(f"pages without a card load: {', '.join(ours)}")
