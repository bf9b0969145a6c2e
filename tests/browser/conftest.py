"""A browser in front of a real Home Assistant, and a simulated Amps behind it.

Both run once for all tests; every test gets an account and a window of its own.
"""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
import subprocess

from playwright.sync_api import Browser, Page, expect, sync_playwright
import pytest

from scripts.dev.folder import ROOT, tail

from .develop import developing
from .home import Home
from .look import Look, logged_in

PICTURES = ROOT / ".venv" / "browser"
PATIENCE_MS = 30_000
FAILED = pytest.StashKey[bool]()

MEASURED = pytest.StashKey[list[str]]()

type Picture = Callable[[str], Path]
type Report = Callable[[str], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    expect.set_options(timeout=PATIENCE_MS)
    found = subprocess.run(  # noqa: S603
        [ROOT / "scripts" / "setup", "find-browser"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found.stdout.strip(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Both programs, once for all tests; the integration may not log an error."""
    path = tmp_path_factory.mktemp("home-assistant")
    with developing(path) as folder, Home.of(folder) as home:
        yield home
        assert not folder.log_entries("ERROR", "CRITICAL")


@pytest.fixture
def batteries() -> int:
    """How many batteries the account has; parametrize it for another number."""
    return 1


@pytest.fixture
def home(running: Home, batteries: int) -> Home:
    """Home Assistant without the integration, and an account with batteries."""
    running.begin(batteries)
    return running


@pytest.fixture
def integration(home: Home) -> Home:
    """The same with the integration set up."""
    home.set_up()
    return home


@pytest.fixture
def look() -> Look:
    """How it is looked at; parametrize it for another screen or language."""
    return Look()


@pytest.fixture
def page(
    request: pytest.FixtureRequest, browser: Browser, home: Home, look: Look
) -> Iterator[Page]:
    """A window of somebody who is logged in; `page.goto("/calendar")` goes there."""
    look.choose(home)
    context = browser.new_context(**look.context(home))
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(logged_in(home))
    page = context.new_page()
    _forget_evidence(request.node)
    yield page
    if request.node.stash.get(FAILED, False):
        _keep_evidence(request.node, page, home)
    context.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest, page: Page) -> Picture:
    """Takes a picture and keeps it for people to look at."""

    def take(name: str) -> Path:
        path = PICTURES / f"{_name(request.node)}-{name}.png"
        page.wait_for_load_state("networkidle")
        page.screenshot(path=path, animations="disabled")
        return path

    return take


@pytest.fixture
def report(pytestconfig: pytest.Config) -> Report:
    """Tells a figure at the end of the run."""
    return pytestconfig.stash.setdefault(MEASURED, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell the figures that the tests measured."""
    for line in config.stash.get(MEASURED, []):
        terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the fixtures know whether their test failed."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def _forget_evidence(item: pytest.Item) -> None:
    for path in PICTURES.glob(f"{_name(item)}-failed.*"):
        path.unlink()


def _keep_evidence(item: pytest.Item, page: Page, home: Home) -> None:
    page.screenshot(path=PICTURES / f"{_name(item)}-failed.png")
    (PICTURES / f"{_name(item)}-failed.log").write_text(tail(home.folder.log))


def _name(item: pytest.Item) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in item.name).strip(
        "_"
    )
