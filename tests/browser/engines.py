"""The three engines that readers' browsers are made of, each driven in its own way and asked in the same.

Chromium is driven by Playwright, WebKit by the driver that Debian has for it, and Firefox by its own port, over which
it speaks WebDriver BiDi. What goes wrong in a page is collected in the page: WebKit tells its driver nothing of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import ViewportSize
from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from websocket import WebSocketTimeoutException, create_connection

from tests.browser.driving import playwright
from tools.browsers import (
    ADVICE_FOR_FIREFOX,
    ADVICE_FOR_WEBKIT,
    CHROMIUM_ARGUMENTS,
    find_firefox,
    find_screen,
    find_webkit,
    require_chromium,
)

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
IPAD = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Safari/605.1.15"
)
"""An iPad calls itself a Mac."""
PATIENCE = 90
"""How long an engine may take to start, to open a page or to run a function (seconds)."""
ARRIVING, ATTEMPTS = 30, 3
"""How long a page may take before it is asked for once more (seconds), and how often it is asked for."""

WATCH = """
window.faults = [];
const failed = ({ message, target }) => faults.push(message ?? `${target.href ?? target.src} did not load`);
addEventListener("error", failed, true);
addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  faults.push(`${effectiveDirective} refuses ${blockedURI}`));
for (const [name, counts] of [["error", () => true], ["info", (said) => said.includes("could not start")]]) {
  const say = console[name];
  console[name] = (...said) => {
    if (counts(said.join(" "))) faults.push(said.join(" "));
    say.apply(console, said);
  };
}
"""
"""Notes in `window.faults` what goes wrong in a page, when it is the first script there."""
NARROW = 600
"""A page that is narrower than this is shown in a frame (pixels)."""
FRAME = '<!doctype html><html lang="en"><title>A phone</title><iframe title="Page" style="border: 0"></iframe></html>'
"""The page `frame.html` of the same origin, in which another can be shown as narrow as on a phone."""
IN_FRAME = """
(address, { width, height }) => new Promise((done) => {
  const frame = document.querySelector("iframe");
  Object.assign(frame, { width, height, onload: () => done() });
  frame.src = address;
})
"""


class Engine(ABC):
    """A browser with one page, as a context manager.

    Args:
        folder: an empty one, for what the browser has to keep.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = ExitStack()
        self.said: list[str] = []

    @classmethod
    def lacking(cls) -> str:
        """What is not on this machine, and how to get it; empty when all is."""
        return ""

    @abstractmethod
    def _start(self) -> None: ...

    @abstractmethod
    def visit(self, address: str, size: ViewportSize = DESK) -> None:
        """Opens an address anew and waits until it has loaded."""

    @abstractmethod
    def run(self, function: str, *given: Any) -> Any:
        """Calls a function of JavaScript in the page, waits for what it promises, and returns that; JSON both ways."""

    def faults(self) -> list[str]:
        """What went wrong since the page was opened, as the page and the engine tell it."""
        return [*self.run("() => faults"), *self.said]

    def __enter__(self) -> Self:
        with self._running as running:
            self._start()
            self._running = running.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()


class Chromium(Engine):
    """Chromium, which says that it is the Safari of an iPhone."""

    def _start(self) -> None:
        browser = playwright().chromium.launch(executable_path=str(require_chromium()), args=CHROMIUM_ARGUMENTS)
        self._running.callback(browser.close)
        self._page = browser.new_page(user_agent=IPHONE, has_touch=True)
        self._page.on("pageerror", lambda error: self.said.append(str(error)))
        self._page.on("console", lambda said: self.said.append(said.text) if said.type == "error" else None)

    def visit(self, address: str, size: ViewportSize = DESK) -> None:
        self._page.goto("about:blank")
        self.said.clear()
        self._page.set_viewport_size(size)
        self._page.goto(address, timeout=PATIENCE * 1000)

    def run(self, function: str, *given: Any) -> Any:
        return self._page.evaluate(f"given => ({function})(...given)", [*given])


class WebKit(Engine):
    """WebKitGTK on a screen that nobody sees. Its window cannot be as narrow as a phone, but a frame can."""

    @classmethod
    def lacking(cls) -> str:
        return "" if find_webkit() and find_screen() else f"WebKit. {ADVICE_FOR_WEBKIT}"

    def _start(self) -> None:
        driver, screen = find_webkit(), find_screen()
        assert driver, self.lacking()
        assert screen, self.lacking()
        display = self._running.enter_context(_display(screen))
        # Without a graphics card it draws by itself; and it needs no service for the disabled.
        plain = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "NO_AT_BRIDGE": "1"}
        service = Service(str(driver), env={**os.environ, **plain, "DISPLAY": display})
        service.start()
        self._running.callback(service.stop)
        options = Options()
        options.add_argument("--automation")
        connection = RemoteConnection(client_config=ClientConfig(service.service_url), ignore_proxy=True)
        self._driver = Remote(connection, options=options)
        self._running.callback(self._driver.quit)
        self._driver.set_script_timeout(PATIENCE)

    def visit(self, address: str, size: ViewportSize = DESK) -> None:
        self._driver.switch_to.default_content()
        self._driver.get("about:blank")
        if size["width"] < NARROW:
            self._driver.get(_frame(address))
            self.run(IN_FRAME, address, size)
            self._driver.switch_to.frame(0)
            return
        self._driver.set_window_size(size["width"], size["height"])
        self._driver.get(address)

    def run(self, function: str, *given: Any) -> Any:
        text = self._driver.execute_async_script(
            f"""const [given, done] = arguments;
            const call = async () => ({{ value: await ({function})(...JSON.parse(given)) }});
            call().catch((error) => ({{ error: `${{error}}` }})).then((result) => done(JSON.stringify(result)));
            """,
            json.dumps(given),
        )
        return _value(text)


class Firefox(Engine):
    """Firefox, with nobody watching, and phones in a frame as in WebKit."""

    @classmethod
    def lacking(cls) -> str:
        return "" if find_firefox() else f"Firefox. {ADVICE_FOR_FIREFOX}"

    def _start(self) -> None:
        program = find_firefox()
        assert program, self.lacking()
        (self._folder / "user.js").write_text(_FIREFOX_PREFERENCES, encoding="utf-8")
        running = self._running.enter_context(
            _program(program, "--headless", "--no-remote", "--profile", self._folder, "--remote-debugging-port", "0")
        )
        port = _wait(lambda: _port(self._folder / "WebDriverBiDiServer.json"), running)
        address = f"ws://127.0.0.1:{port}/session"
        self._socket = create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self._running.callback(self._socket.close)
        self._sent = 0
        self._send("session.new", capabilities={})
        self._page = self._shown = self._contexts()[0]["context"]
        self._send("session.subscribe", events=["log.entryAdded"])

    def visit(self, address: str, size: ViewportSize = DESK) -> None:
        self._shown = self._page
        self._go("about:blank")
        self.said.clear()
        if size["width"] < NARROW:
            self._go(_frame(address))
            self.run(IN_FRAME, address, size)
            self._shown = self._contexts()[0]["children"][0]["context"]
            return
        self._send("browsingContext.setViewport", context=self._page, viewport=size)
        self._go(address)

    def run(self, function: str, *given: Any) -> Any:
        called = self._send(
            "script.callFunction",
            functionDeclaration=f"""async (given) =>
                JSON.stringify({{ value: await ({function})(...JSON.parse(given)) }})""",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self._shown},
            awaitPromise=True,
        )
        assert called["type"] == "success", called["exceptionDetails"]["text"]
        return _value(called["result"]["value"])

    def _contexts(self) -> list[dict[str, Any]]:
        contexts: list[dict[str, Any]] = self._send("browsingContext.getTree")["contexts"]
        return contexts

    def _go(self, address: str) -> None:
        """Firefox now and then does not say that it has arrived; sent once more, it does."""
        self._socket.settimeout(ARRIVING)
        for attempt in range(ATTEMPTS):
            try:
                self._send("browsingContext.navigate", context=self._page, url=address, wait="complete")
                break
            except WebSocketTimeoutException:
                if attempt == ATTEMPTS - 1:
                    raise
        self._socket.settimeout(PATIENCE)

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while (heard := json.loads(self._socket.recv())).get("id") != self._sent:
            if heard.get("method") == "log.entryAdded" and heard["params"]["level"] == "error":
                self.said.append(heard["params"]["text"])
        assert heard["type"] == "success", heard
        result: dict[str, Any] = heard["result"]
        return result


ENGINES: dict[str, type[Engine]] = {"webkit": WebKit, "firefox": Firefox, "chromium": Chromium}

_FIREFOX_PREFERENCES = """
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


def _frame(address: str) -> str:
    return f"{'/'.join(address.split('/')[:3])}/frame.html"


def _value(text: str) -> Any:
    result = json.loads(text)
    assert "error" not in result, result["error"]
    return result.get("value")


def _port(file: Path) -> int | None:
    try:
        return int(json.loads(file.read_text(encoding="utf-8"))["ws_port"])
    except (FileNotFoundError, ValueError):
        return None  # not yet, or not yet all of it


def _wait(look: Callable[[], int | None], running: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        if (found := look()) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{running.args!r} did not say where it listens (exit status {running.poll()})")


@contextmanager
def _program(*command: str | Path, pass_fds: Sequence[int] = ()) -> Iterator[subprocess.Popen[bytes]]:
    silent = subprocess.DEVNULL
    running = subprocess.Popen(command, stdout=silent, stderr=silent, pass_fds=pass_fds)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE)


@contextmanager
def _display(screen: Path) -> Iterator[str]:
    """A screen that nobody sees; gives its name."""
    told, tell = os.pipe()
    arguments = ("-displayfd", str(tell), "-screen", "0", "1600x1200x24", "-nolisten", "tcp")
    with os.fdopen(told, encoding="ascii") as names, _program(screen, *arguments, pass_fds=[tell]):
        os.close(tell)
        yield f":{names.readline().strip()}"
