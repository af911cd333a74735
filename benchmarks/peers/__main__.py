"""Puts each widget on a page of its own and prints what it does there: `python -m benchmarks.peers`.

The packages are fetched by `npm pack` into build/peers, without what they depend on (each has all in its bundle). Chromium is
driven with real keys. What is asked of each:

- size: scripts, styles, texts and fonts until the box to write in is there, gzipped
- keyboard: Tab and Enter alone get from the page into that box
- announced: the reply stands in a live region (role log, status or alert, or aria-live)
- strict policy: scripts and styles from the page's own files and the widget's server only, trusted types without a policy; the box
  is there, and nothing was blocked
- Turbo: the button (or the box) is still there after the body was replaced
- offline: of one message written without a network, how often it has arrived 20 seconds after the network is back
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

from benchmarks.peers.site import ROOT, Site, peers
from benchmarks.peers.widgets import PEERS

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"]
COLUMNS = ("widget", "size, kB", "keyboard", "announced", "strict policy", "Turbo", "offline")
# Looks through shadow roots: the first box to write in, and the live region that some words stand in.
LOOK = """
window.look = {
  all(root = document) {
    const found = [];
    for (const each of root.querySelectorAll("*")) {
      found.push(each);
      if (each.shadowRoot) found.push(...this.all(each.shadowRoot));
    }
    return found;
  },
  seen(each) { const box = each.getBoundingClientRect(); return box.width > 20 && box.height > 8 && box.bottom > 0 &&
    each.checkVisibility({ visibilityProperty: true, opacityProperty: true }); },
  box() { return this.all().find(each => each.matches("textarea, input[type=text], input:not([type]), [contenteditable=true]")
    && this.seen(each)); },
  button() { return this.all().find(each => each.matches("button, [role=button], .chat-window-toggle") && this.seen(each)); },
  focused() { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at; },
  isInBox() { return Boolean(this.box()) && this.focused() === this.box(); },
  announced(words) {
    for (let at of this.all().filter(each => !["SCRIPT", "STYLE"].includes(each.tagName) && each.textContent.includes(words))) {
      for (; at; at = at.parentElement || at.getRootNode().host)
        if (["log", "status", "alert"].includes(at.getAttribute("role")) || ["polite", "assertive"].includes(at.ariaLive))
          return true;
    }
    return false;
  },
  says(words) { return this.all().some(each => !each.shadowRoot && each.textContent.includes(words)); },
};
window.blocked = [];
document.addEventListener("securitypolicyviolation", event => window.blocked.push(event.effectiveDirective));
"""


@dataclass
class Measured:
    """What one widget did; an empty text could not be measured."""

    size: str = ""
    keyboard: str = ""
    announced: str = ""
    strict: str = ""
    turbo: str = ""
    offline: str = ""


def main() -> None:
    """Fetches, measures and prints a table in Markdown."""
    packages = ROOT / "build" / "peers"
    fetch(packages)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        site = Site(packages, Path(data))
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        names = {"ours": ("Milepost", True), **{which: (peer.package, peer.answers) for which, peer in peers().items()}}
        print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
        for which, (name, answers) in names.items():
            found = measured(browser, site, which, answers=answers)
            print(
                "| " + " | ".join((name, *(value or "not possible" for value in vars(found).values()))) + " |",
                flush=True,
            )
        browser.close()


def fetch(folder: Path) -> None:
    """Each package unpacked under its name, once."""
    for peer in PEERS:
        name = peer.package.rpartition("@")[0]
        if (folder / name).is_dir():
            continue
        with tempfile.TemporaryDirectory() as place:
            subprocess.run(["npm", "pack", "--silent", peer.package], cwd=place, check=True, stdout=subprocess.DEVNULL)
            (packed,) = Path(place).glob("*.tgz")
            with tarfile.open(packed) as archive:
                archive.extractall(place, filter="data")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(str(Path(place) / "package"), folder / name)


def measured(browser: Browser, site: Site, which: str, *, answers: bool) -> Measured:
    """Every check, each on a fresh page."""
    found = Measured()
    page, _ = opened(browser, site, which)
    found.keyboard = "yes" if by_keyboard(page) else "no"
    page.context.close()

    page, sizes = opened(browser, site, which)
    is_open = opens(page)
    found.size = f"{sum(sizes.values()) / 1024:.1f}{'' if is_open else ', not opened'}"
    if is_open and answers and write(page, "first words") and waits(page, "look.says('reply to first words')"):
        found.announced = "yes" if page.evaluate("look.announced('reply to first words')") else "no"
    page.context.close()

    page, _ = opened(browser, site, which, strict=True)
    there = opens(page)
    blocked = sorted(set(page.evaluate("blocked")))
    comes = "comes" if there else "does not come"
    found.strict = f"{comes}; blocked: {', '.join(blocked)}" if blocked else "yes" if there else comes
    page.context.close()

    page, _ = opened(browser, site, which)
    page.evaluate("document.documentElement.replaceChild(document.createElement('body'), document.body)")
    page.wait_for_timeout(1500)
    found.turbo = "yes" if page.evaluate("Boolean(look.button() || look.box())") else "gone"
    page.context.close()

    if answers:
        found.offline = offline(browser, site, which)
    return found


def opened(browser: Browser, site: Site, which: str, *, strict: bool = False) -> tuple[Page, dict[str, int]]:
    """A page with the widget on it, closed as it comes, and the size of what it loads."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, sizes = context.new_page(), {}

    def came(response: Response) -> None:
        kind = response.request.resource_type
        if kind in ("script", "stylesheet", "font") or (response.url.endswith(".json") and "/widget/" in response.url):
            try:
                sizes[response.url] = len(gzip.compress(response.body(), 9))
            except Error:
                return  # the page was gone before it was read

    page.on("response", came)
    page.add_init_script(LOOK)
    page.goto(f"{site.url}page/{which}{'?strict' if strict else ''}")
    page.wait_for_timeout(2500)
    return page, sizes


def by_keyboard(page: Page) -> bool:
    """Whether Tab and Enter get into the box."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("look.focused() !== document.body && !look.box()"):
            page.keyboard.press("Enter")
            page.wait_for_timeout(2500)
        if page.evaluate("look.isInBox()"):
            return True
    return False


def opens(page: Page) -> bool:
    """Whether a press on the button brings the box, where it is not there by itself."""
    if not page.evaluate("Boolean(look.box())") and page.evaluate("Boolean(look.button())"):
        page.evaluate("look.button().click()")
        page.wait_for_timeout(3000)
    return bool(page.evaluate("Boolean(look.box())"))


def write(page: Page, words: str) -> bool:
    """Type into the box and send."""
    try:
        box: Any = page.evaluate_handle("look.box()").as_element()
        box.click(timeout=3000)
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    except (Error, AttributeError):
        return False
    return True


def waits(page: Page, for_what: str) -> bool:
    """Whether it comes true within eight seconds."""
    for _ in range(16):
        if page.evaluate(for_what):
            return True
        page.wait_for_timeout(500)
    return False


def offline(browser: Browser, site: Site, which: str) -> str:
    """How often a message that was written without a network has arrived."""
    page, _ = opened(browser, site, which)
    words = f"without a network {which}"
    told = ""
    if opens(page) and write(page, "hello") and waits(page, "look.says('reply to hello')"):
        page.wait_for_timeout(1000)
        page.context.set_offline(True)
        page.wait_for_timeout(500)
        if write(page, words):
            page.wait_for_timeout(2000)
            page.context.set_offline(False)
            page.wait_for_timeout(20_000)
            times = site.heard.count(words)
            told = {0: "lost", 1: "once"}.get(times, f"{times} times")
    page.context.close()
    return told


if __name__ == "__main__":
    main()
