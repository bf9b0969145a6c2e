"""Draws the icon and logo from their sources; run it after changing those.

Run `python -m scripts.dev.brand` in the environment of the tests, with Chromium.
"""

from pathlib import Path
import subprocess

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "docs" / "brand"
PICTURES = ROOT / "custom_components" / "amps" / "brand"
INK = {"": "#0b6e4f", "dark_": "#82e2b8"}
"""The `currentColor` on a light and on a dark background."""
HEIGHTS = {"icon": 256, "logo": 128}
SCALES = {"": 1, "@2x": 2}


def draw(page: Page, source: Path, ink: str, height: int, target: Path) -> None:
    """Draw one picture, on a ground that is left clear."""
    page.set_content(f"<body style='margin:0'>{source.read_text()}")
    picture = page.locator("svg")
    picture.evaluate(
        "(it, [ink, height]) => {"
        " it.style.cssText = `display: block; color: ${ink}; height: ${height}px` }",
        [ink, height],
    )
    picture.screenshot(path=target, omit_background=True)


def main() -> None:
    """Draw all of them."""
    chromium = subprocess.check_output(  # noqa: S603
        [ROOT / "scripts" / "setup", "browser"], text=True
    ).strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 512})
        for theme, ink in INK.items():
            for name, height in HEIGHTS.items():
                for scale, times in SCALES.items():
                    target = PICTURES / f"{theme}{name}{scale}.png"
                    draw(page, SOURCES / f"{name}.svg", ink, height * times, target)
        browser.close()


if __name__ == "__main__":
    main()
