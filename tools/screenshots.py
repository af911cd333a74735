"""Makes docs/pictures/first-screen.png from the running product: a visitor's chat and the lead that the rep sees.

Run with `.venv/bin/python tools/screenshots.py`; needs Chromium. Serves on a free port with a database of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
PICTURE = PROJECT / "docs/pictures/first-screen.png"
SAID = (
    "our team of 14 drowns in support e-mails",
    "compare Lantern Inbox Team and Growth",
    "what's Growth for 20 seats, paid yearly?",
    "can I talk to a person? I'm Dana Reyes, dana@acme.example",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"]


def main() -> None:
    """Serves, talks, signs in, and puts both pictures side by side."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "MILEPOST_DATA_FOLDER": folder, "MILEPOST_PORT": str(port)}
        command = [str(Path(sys.executable).parent / "milepost"), "run"]
        with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True) as server:
            try:
                address, email, password = told(server)
                with sync_playwright() as playwright:
                    chromium = shutil.which("chromium") or "/usr/bin/chromium"
                    browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                    visitor = browser.new_page(viewport={"width": 640, "height": 720})
                    talk(visitor, address)
                    rep = browser.new_page(viewport={"width": 1280, "height": 720})
                    open_lead(rep, address, email, password)
                    shots = [Path(folder) / "visitor.png", Path(folder) / "rep.png"]
                    visitor.screenshot(path=shots[0])
                    rep.screenshot(path=shots[1])
                    browser.close()
                beside(shots, PICTURE)
            finally:
                server.terminate()


def told(server: subprocess.Popen[str]) -> tuple[str, str, str]:
    """The address and the first sign-in that `milepost run` prints."""
    text = ""
    assert server.stdout is not None
    for line in server.stdout:
        text += line
        if found := re.search(r"demo page\s+(\S+).*sign in as\s+(\S+)\s+password\s+(\S+)", text, re.S):
            wait_for(found[1])
            return found[1], found[2], found[3]
    raise SystemExit("milepost run ended without telling its addresses")


def wait_for(address: str) -> None:
    """Until the page answers."""
    import httpx

    for _ in range(100):
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


def talk(page: Page, address: str) -> None:
    """A visitor's conversation in the widget."""
    page.goto(address)
    page.locator(".launcher").click()
    box = page.locator("textarea, input[type=text]").last
    for text in SAID:
        box.fill(text)
        box.press("Enter")
        page.wait_for_timeout(4000)


def open_lead(page: Page, address: str, email: str, password: str) -> None:
    """The newest lead in the console."""
    page.goto(f"{address}console")
    page.get_by_label(re.compile("mail", re.I)).fill(email)
    page.get_by_label(re.compile("password", re.I)).fill(password)
    page.get_by_role("button", name=re.compile("sign in", re.I)).click()
    page.wait_for_timeout(1000)
    page.locator("a.open").first.click()
    page.wait_for_timeout(1200)


def beside(shots: list[Path], target: Path) -> None:
    """Both pictures in one, with a margin."""
    pictures = [Image.open(shot).convert("RGB") for shot in shots]
    width, height = sum(picture.width for picture in pictures) + 24, max(picture.height for picture in pictures)
    whole = Image.new("RGB", (width, height), (226, 232, 240))
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width + 24
    target.parent.mkdir(parents=True, exist_ok=True)
    whole.quantize(192).save(target, optimize=True)
    print(f"{target} ({target.stat().st_size // 1024} KB)")


if __name__ == "__main__":
    main()
