"""Drive Chromium over every page of the story, as each person of it, and leave the pictures in var/look/.

    python scripts/look.py [--languages en,fr,nl] [--widths 390,1440] [--schemes light,dark] [--pages queue,report] [--keep]

Each page is looked at narrow and wide, light and dark, in each language. Whatever axe finds, a complaint of the browser's
console (the content policy speaks there), a wrong answer and a page that scrolls sideways is listed at the end: exit code 1.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import django
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, StorageState, sync_playwright
from playwright.sync_api import Page as Tab

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import run  # noqa: E402 - found only once the checkout is on the path

if TYPE_CHECKING:
    from scripts.story import Page

PICTURES = ROOT / "var" / "look"
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OPEN_DETAILS = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
SETTLE = "Promise.allSettled(document.getAnimations().map(one => one.finished))"


@dataclass
class Findings:
    """What is wrong, each once with the places where it was seen; how many looks there were."""

    seen: dict[str, list[str]] = field(default_factory=dict)
    looks: int = 0

    def add(self, what: str, where: str) -> None:
        self.seen.setdefault(what, []).append(where)


def main(arguments: list[str]) -> int:
    wanted = read(arguments)
    if CHROMIUM is None:
        run.stop(
            "No Chromium here, so no page can be looked at (Debian: apt install chromium; CHROMIUM names another)."
        )
    desk = PICTURES / "desk"
    if not wanted.keep:
        shutil.rmtree(PICTURES, ignore_errors=True)
    desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = free_port()
    run.prepare_environment(desk, port)
    run.prepare_desk()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in this thread
    django.setup()
    tell_everybody()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to end, it still closes what it opened
    web = subprocess.Popen([Path(sys.executable).parent / "gunicorn"], cwd=ROOT, start_new_session=True)
    try:
        wait_until_open(port)
        findings = look_at_everything(f"http://127.0.0.1:{port}", wanted)
    finally:
        os.killpg(web.pid, signal.SIGTERM)
        web.wait(timeout=20)
    return summary(findings)


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Look at every page of the story; pictures in var/look/.")

    def parts(text: str) -> list[str]:
        return [part for part in text.split(",") if part]

    parser.add_argument("--languages", type=parts, default=["en", "fr", "nl"])
    parser.add_argument("--widths", type=parts, default=["390", "1440"], help="px")
    parser.add_argument("--schemes", type=parts, default=["light", "dark"])
    parser.add_argument("--pages", type=parts, default=[], help="only pages whose name holds one of these")
    parser.add_argument("--keep", action="store_true", help="use the desk of the last time, and keep its pictures")
    return parser.parse_args(arguments)


def look_at_everything(address: str, wanted: argparse.Namespace) -> Findings:
    from scripts.story import pages  # noqa: PLC0415 - its models can be imported only now

    chosen = [page for page in pages() if not wanted.pages or any(part in page.name for part in wanted.pages)]
    findings = Findings()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in wanted.languages:
            speak(language)
            signed_in: dict[str, StorageState | None] = {"": None}
            for page in chosen:
                if page.who not in signed_in:
                    signed_in[page.who] = sign_in(browser, address, page.who)
                context = browser.new_context(locale=language, storage_state=signed_in[page.who])
                look_at_page(context, address, page, language, wanted, findings)
                context.close()
            print(f"{language}: {len(chosen)} pages", flush=True)
        browser.close()
    return findings


def look_at_page(
    context: BrowserContext,
    address: str,
    page: "Page",
    language: str,
    wanted: argparse.Namespace,
    findings: Findings,
) -> None:
    tab = context.new_page()
    where = f"{page.name} {language}"

    def complained(message: ConsoleMessage) -> None:
        if message.type == "error" and not (page.status >= 400 and "Failed to load resource" in message.text):
            findings.add(f"console: {message.text}", where)

    tab.on("console", complained)
    tab.on("pageerror", lambda error: findings.add(f"script: {error}", where))
    answer = tab.goto(f"{address}{page.path}", wait_until="networkidle")
    if answer is None or answer.status != page.status:
        findings.add(f"answers {answer.status if answer else 'nothing'} instead of {page.status}", where)
    for width in wanted.widths:
        tab.set_viewport_size({"width": int(width), "height": 844 if int(width) < 800 else 1000})
        for scheme in wanted.schemes:
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.evaluate(SETTLE)
            look(tab, page, f"{language} {width} {scheme}", findings)
    tab.evaluate(OPEN_DETAILS)
    if page.is_ours:
        note_axe(tab, f"{where}, all opened", findings)


def look(tab: Tab, page: "Page", how: str, findings: Findings) -> None:
    findings.looks += 1
    tab.screenshot(path=PICTURES / f"{page.name}.{how.replace(' ', '.')}.png", full_page=True)
    too_wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if too_wide > 0:
        findings.add(f"{page.name} scrolls sideways", f"{how}: {too_wide} px")
    if page.is_ours:
        note_axe(tab, f"{page.name} {how}", findings)


def note_axe(tab: Tab, where: str, findings: Findings) -> None:
    for violation in Axe().run(tab).response["violations"]:
        targets = ", ".join(sorted({str(node["target"][0]) for node in violation["nodes"]})[:4])
        findings.add(f"axe {violation['id']}: {violation['help']}", f"{where}: {targets}")


def sign_in(browser: Browser, address: str, email: str) -> StorageState:
    """Sign in as one click does, and return the cookies."""
    from accounts.queries import person_with_address  # noqa: PLC0415 - as above

    person = person_with_address(email)
    if person is None:
        run.stop(f"{email} is not in the demo firm.")
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{address}/demo/")
    tab.locator(f"form[action='/demo/sign-in/{person.pk}/'] button").first.click()
    tab.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def speak(language: str) -> None:
    """Let everybody read this language."""
    from accounts.models import User  # noqa: PLC0415 - as above

    User.objects.get_queryset().update(language=language)


def tell_everybody() -> None:
    """Do once what the worker does all day: calls about what nobody has in hand, news and mail."""
    from escalation.actions import call_due  # noqa: PLC0415 - as above
    from notifications.actions import tell_due  # noqa: PLC0415 - as above

    call_due()
    tell_due()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_open(port: int) -> None:
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    run.stop("The desk did not open within a minute.")


def summary(findings: Findings) -> int:
    print(f"{findings.looks} looks, pictures in {PICTURES.relative_to(ROOT)}/.")
    for what, places in sorted(findings.seen.items()):
        print(f"\n{what} ({len(places)})")
        for place, times in list(Counter(places).items())[:6]:
            print(f"  {place}" + (f" ({times} times)" if times > 1 else ""))
    print("\nNothing to mend." if not findings.seen else f"\n{len(findings.seen)} things to mend.")
    return 1 if findings.seen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
