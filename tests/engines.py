"""Opens a tab in each of three browser engines, and lets a reader's hands and eyes do the same in all of them.

Chromium is led by Playwright, as in the other tests; Firefox speaks WebDriver BiDi over a socket; WebKit is Debian's
MiniBrowser, which WebDriver leads on a screen that nobody sees. Each runs in a folder of its own for what it keeps.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import playwright.sync_api
import websocket
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, Proxy, Remote, WebKitGTKOptions
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.service import Service
from urllib3.exceptions import HTTPError

from browser import firefox, installed, only_fonts

PATIENCE = 60  # seconds, far more than anything takes
HEIGHT = 800
LOOK = 1  # seconds that a condition is looked at within the page, before it is asked for anew
_NOWHERE = ("127.0.0.1", 9)  # where a browser that would reach another host finds nobody

# The keys that a reader presses, as WebDriver writes them.
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "ArrowDown": "\ue015", "Space": " "}

_MIDDLE = """(selector) => {
  const element = document.querySelector(selector)
  element.scrollIntoView({ block: "center", behavior: "instant" })
  const { left, width, top, height } = element.getBoundingClientRect()
  const x = Math.round(left + width / 2), y = Math.round(top + height / 2)
  return element.contains(document.elementFromPoint(x, y)) ? [x, y] : null
}"""
_COMES_TRUE = """async (...given) => {{
  const end = performance.now() + {milliseconds}
  while (performance.now() < end) {{
    const found = await ({condition})(...given)
    if (found) return [found]
    await new Promise((done) => setTimeout(done, 20))
  }}
}}"""


class Gone(Exception):
    """The page that was asked something is not there any more, or cannot answer it."""


class Tab(ABC):
    """A tab of an engine, with nothing kept from before: what a reader does in it, sees in it and does not see."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.complaints: list[str] = []  # errors on the console, and of scripts
        self.asked: list[str] = []  # the addresses that were asked for

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to an address, and wait until all of the page is there."""

    @abstractmethod
    def resize(self, width: int) -> None:
        """Give the page a window as wide as this."""

    @abstractmethod
    def print(self) -> None:
        """Show the page, until the next is opened, as it is printed."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press a key: one of `_KEYS`, or a letter."""

    @abstractmethod
    def _tap_at(self, x: int, y: int) -> None:
        """Press the button of the mouse at a place in the window."""

    @abstractmethod
    def _evaluate(self, expression: str) -> str:
        """The text that a promise in the page comes to; raises `Gone`."""

    def run(self, function: str, *given: Any) -> Any:
        """What a function in JavaScript, or its promise, gives in the page."""
        call = f"({function})(...{json.dumps(given)})"
        return json.loads(self._evaluate(f"Promise.resolve({call}).then((it) => JSON.stringify(it ?? null))"))

    def expect(self, what: str, condition: str, *given: Any) -> Any:
        """Wait until a condition in JavaScript holds, and give what it gave; else say `what` should have been."""
        looking = _COMES_TRUE.format(condition=condition, milliseconds=LOOK * 1000)
        end, last = time.monotonic() + PATIENCE, "it did not come true"
        while time.monotonic() < end:
            try:
                if found := self.run(looking, *given):
                    return found[0]
            except Gone as gone:  # a page that gives way to another
                last = str(gone)
        raise AssertionError(f"{self.engine}: {what}: {last}")

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)

    def tap(self, selector: str) -> None:
        """Bring what the selector names into view, and click on its middle."""
        self._tap_at(*self.expect(f"{selector} can be tapped", _MIDDLE, selector))


class Engine(ABC):
    """A browser that runs, in which tabs can be opened."""

    @abstractmethod
    def tab(self) -> AbstractContextManager[Tab]:
        """A tab until the block ends."""


# Chromium, by Playwright


class _ChromiumTab(Tab):
    def __init__(self, page: playwright.sync_api.Page) -> None:
        super().__init__("Chromium")
        self._page = page
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message: playwright.sync_api.ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, address: str) -> None:
        self._page.emulate_media(media="screen")
        self._page.goto(address)

    def resize(self, width: int) -> None:
        self._page.set_viewport_size({"width": width, "height": HEIGHT})

    def print(self) -> None:
        self._page.emulate_media(media="print")

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def _tap_at(self, x: int, y: int) -> None:
        self._page.mouse.click(x, y)

    def _evaluate(self, expression: str) -> str:
        try:
            return self._page.evaluate(expression)
        except playwright.sync_api.Error as error:
            raise Gone(error.message) from error


class Chromium(Engine):
    def __init__(self, browser: playwright.sync_api.Browser) -> None:
        self._browser = browser

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        with self._browser.new_context() as context:
            yield _ChromiumTab(context.new_page())


# Firefox, by WebDriver BiDi


class _Socket:
    """The conversation with Firefox: commands and their answers, and what it tells meanwhile."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self._numbers = count(1)
        self.hear: Callable[[str, dict[str, Any]], None] = lambda method, told: None

    def send(self, method: str, **given: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": given}))
        while True:
            message = json.loads(self._socket.recv())
            if message["type"] == "event":
                self.hear(message["method"], message["params"])
            elif message["id"] == number and message["type"] == "error":
                raise Gone(f"{message['error']}: {message['message']}")
            elif message["id"] == number:
                return message["result"]

    def close(self) -> None:
        self._socket.close()


class _FirefoxTab(Tab):
    def __init__(self, socket: _Socket, context: str) -> None:
        super().__init__("Firefox")
        self._socket, self._context = socket, context
        socket.hear = self._hear

    def _hear(self, method: str, told: dict[str, Any]) -> None:
        if method == "network.beforeRequestSent" and told["context"] == self._context:
            self.asked.append(told["request"]["url"])
        if method == "log.entryAdded" and told["level"] == "error":
            self.complaints.append(told["text"])

    def open(self, address: str) -> None:
        self._show("")
        self._socket.send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def resize(self, width: int) -> None:
        viewport = {"width": width, "height": HEIGHT}
        self._socket.send("browsingContext.setViewport", context=self._context, viewport=viewport)

    def print(self) -> None:
        self._show("print")

    def _show(self, medium: str) -> None:
        """Show the tab as on a `medium`, which only the window around it can bring about."""
        (window, *_) = self._socket.send("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        change = f"() => {{ gBrowser.selectedBrowser.browsingContext.mediumOverride = '{medium}' }}"
        target = {"context": window["context"]}
        self._socket.send("script.callFunction", functionDeclaration=change, awaitPromise=False, target=target)

    def press(self, key: str) -> None:
        value = _KEYS.get(key, key)
        self._act("key", [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}])

    def _tap_at(self, x: int, y: int) -> None:
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self._act("pointer", [{"type": "pointerMove", "x": x, "y": y}, down, up])

    def _act(self, kind: str, steps: list[dict[str, Any]]) -> None:
        hand = {"type": kind, "id": kind, "actions": steps}
        self._socket.send("input.performActions", context=self._context, actions=[hand])

    def _evaluate(self, expression: str) -> str:
        target = {"context": self._context}
        answer = self._socket.send("script.evaluate", expression=expression, awaitPromise=True, target=target)
        if answer["type"] == "exception":
            raise Gone(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]


class Firefox(Engine):
    def __init__(self, socket: _Socket) -> None:
        self._socket = socket

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        user = self._socket.send("browser.createUserContext")["userContext"]
        context = self._socket.send("browsingContext.create", type="tab", userContext=user)["context"]
        yield _FirefoxTab(self._socket, context)
        self._socket.send("browser.removeUserContext", userContext=user)


_FIREFOX_SETTINGS = {
    "network.proxy.type": 1,
    "network.proxy.http": _NOWHERE[0],
    "network.proxy.http_port": _NOWHERE[1],
    "network.proxy.ssl": _NOWHERE[0],
    "network.proxy.ssl_port": _NOWHERE[1],
    "network.proxy.no_proxies_on": "127.0.0.1",
}


@contextmanager
def _firefox() -> Iterator[Engine]:
    with _own_home() as environment:
        profile = Path(environment["HOME"]) / "profile"
        profile.mkdir()
        settings = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _FIREFOX_SETTINGS.items()]
        (profile / "user.js").write_text("\n".join(settings), encoding="utf-8")
        command = [firefox(), "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
        # With access to its system, it can be told to show a page as it is printed.
        command.append("--remote-allow-system-access")
        with _running(command, environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            told = next((line for line in process.stderr if "BiDi listening on" in line), None)
            assert told, "Firefox did not start."
            Thread(target=process.stderr.read, daemon=True).start()  # what it says later has somewhere to go
            socket = _Socket(f"{told.split()[-1]}/session")
            socket.send("session.new", capabilities={})
            socket.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
            yield Firefox(socket)
            socket.send("browser.close")
            socket.close()
            process.wait(PATIENCE)


# WebKit, by WebDriver, which tells nothing of consoles and requests: a server in between hears of them.

_TOLD = "/-told"
_EAR = """<script>{
  const tell = (text) => {
    const request = new XMLHttpRequest()
    request.open("POST", "TOLD", false)
    request.send(text)
  }
  addEventListener("error", ({ message, target }) => tell(message ?? `${target.src ?? target.href} did not come`), true)
  addEventListener("unhandledrejection", ({ reason }) => tell(`${reason}`))
  addEventListener("securitypolicyviolation", (event) => tell(`${event.violatedDirective}: ${event.blockedURI}`))
  const { error } = console
  console.error = (...told) => { tell(told.join(" ")); error(...told) }
}</script>""".replace("TOLD", _TOLD)


class _Between(ThreadingHTTPServer):
    """Stands between a browser and this machine: notes what is asked, and gives every page an ear for its errors."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Passing(BaseHTTPRequestHandler):
    server: _Between
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        address = urlsplit(self.path)
        if address.hostname != "127.0.0.1":
            return self.send_error(502)
        inner = HTTPConnection(address.netloc, timeout=PATIENCE)
        inner.request("GET", f"{address.path}?{address.query}" if address.query else address.path)
        answer = inner.getresponse()
        kind, content = answer.getheader("Content-Type", ""), answer.read()
        inner.close()
        if kind.startswith("text/html"):
            content = content.replace(b"<head>", b"<head>" + _EAR.encode(), 1)
        self._answer(answer.status, content, kind, answer.getheader("Location"))

    def do_CONNECT(self) -> None:
        self.server.asked.append(f"https://{self.path}")
        self.send_error(502)

    def do_POST(self) -> None:
        self.server.complaints.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(200, b"", "text/plain")

    def _answer(self, status: int, content: bytes, kind: str, location: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if location:
            self.send_header("Location", location)
        with suppress(ConnectionError):  # of a browser that has gone on
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what goes wrong is seen in the browser."""


# It cannot be told to show a page as it is printed, so its style sheets are, rule by rule.
_AS_PRINTED = """() => {
  const turn = ({ media, cssRules }) => {
    if (media) media.mediaText = media.mediaText.replace(/\\bscreen\\b/g, "tty").replace(/\\bprint\\b/g, "all")
    for (const rule of cssRules ?? []) turn(rule)
  }
  for (const sheet of document.styleSheets) turn(sheet)
}"""
_TRIES = 3
# A window without bars, which may be as narrow as a phone.
_BARE_WINDOW = "open('about:blank', '', 'width=390,height=800,toolbar=no,location=no,menubar=no')"


class _WebKitTab(Tab):
    def __init__(self, session: Remote, between: _Between) -> None:
        super().__init__("WebKit")
        self._session = session
        self.asked, self.complaints = between.asked, between.complaints

    def open(self, address: str) -> None:
        """A page that is opened anew may still be the old one when the driver says that all is there."""
        self.run("() => { window.isOld = true }")
        self._session.get(address)
        self.expect(f"{address} comes", "() => !window.isOld && document.readyState === 'complete'")

    def resize(self, width: int) -> None:
        self._session.set_window_rect(0, 0, width, HEIGHT)
        self.expect(f"the window is {width} px wide", "(width) => innerWidth === width", width)

    def print(self) -> None:
        self.run(_AS_PRINTED)

    def press(self, key: str) -> None:
        ActionChains(self._session).send_keys(_KEYS.get(key, key)).perform()

    def _tap_at(self, x: int, y: int) -> None:
        actions = ActionChains(self._session)
        actions.w3c_actions.pointer_action.move_to_location(x, y).click()
        actions.perform()

    def _evaluate(self, expression: str) -> str:
        try:
            text, failed = self._session.execute_async_script(
                "const done = arguments[0];"
                f"({expression}).then((text) => done([text, '']), (reason) => done(['', `${{reason}}`]))"
            )
        except WebDriverException as error:
            raise Gone(error.msg) from error
        if failed:
            raise Gone(failed)
        return text


class WebKit(Engine):
    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        """A tab in a session of its own: what WebKit keeps, it keeps for one session."""
        with _Between() as between, ExitStack() as stack:
            Thread(target=between.serve_forever, args=(0.01,), daemon=True).start()
            stack.callback(between.shutdown)
            session = self._session(stack, f"127.0.0.1:{between.server_port}")
            session.execute_script(_BARE_WINDOW)
            session.close()
            session.switch_to.window(session.window_handles[0])
            yield _WebKitTab(session, between)
            session.quit()

    def _session(self, stack: ExitStack, proxy: str) -> Remote:
        """A session that lasts as long as the `stack`. Once in a hundred times the browser hangs as it starts."""
        options = WebKitGTKOptions()
        for argument in ("--automation", "--javascript-can-open-windows-automatically=true"):
            options.add_argument(argument)
        options.set_capability("proxy", {"proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy})
        for _ in range(_TRIES):
            address = stack.enter_context(_webkit_driver(self._environment))
            settings = ClientConfig(address, proxy=Proxy({"proxyType": "direct"}), timeout=PATIENCE)
            with suppress(TimeoutError, HTTPError):
                return Remote(RemoteConnection(client_config=settings), options=options)
        raise AssertionError(f"WebKit did not start, and was tried {_TRIES} times.")


@contextmanager
def _webkit_driver(environment: dict[str, str]) -> Iterator[str]:
    """The address of a driver of WebKit. Its browser ends with it, as one group of processes."""
    program = installed("WebKitWebDriver", "webkit2gtk-driver")
    driver = Service(program, env=environment, popen_kw={"start_new_session": True})
    driver.start()
    try:
        yield driver.service_url
    finally:
        driver.stop()
        with suppress(ProcessLookupError):  # of a browser that has heard nothing of it
            os.killpg(driver.process.pid, signal.SIGKILL)


@contextmanager
def _webkit() -> Iterator[Engine]:
    with _own_home() as environment, _screen(environment) as display:
        yield WebKit(environment | {"DISPLAY": display})


@contextmanager
def _screen(environment: dict[str, str]) -> Iterator[str]:
    """The name of a screen that nobody sees; the system says which number is free."""
    reading, writing = os.pipe()
    command = [
        installed("Xvfb", "xvfb"),
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1400x1000x24",
        "-nolisten",
        "tcp",
    ]
    with _running(command, environment, stderr=subprocess.DEVNULL, pass_fds=[writing]) as process:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield f":{number}"
        process.terminate()


# All


@contextmanager
def _own_home() -> Iterator[dict[str, str]]:
    """The environment of a browser that keeps all it keeps in a folder that goes with it."""
    with only_fonts("wide") as environment, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        own = ("HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        yield environment | dict.fromkeys(own, folder)


@contextmanager
def _running(command: list[str], environment: dict[str, str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A program that runs until the block ends, however it ends."""
    with subprocess.Popen(command, env=environment, text=True, **options) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


# WebKit can be had as a program of its own on Linux, which is where `make test` sets the others up.
ENGINES = ("Chromium", "Firefox", "WebKit") if sys.platform == "linux" else ("Chromium",)


@contextmanager
def started(engine: str, chromium: playwright.sync_api.Browser) -> Iterator[Engine]:
    """One of the `ENGINES` until the block ends; Chromium runs already."""
    if engine == "Chromium":
        yield Chromium(chromium)
    else:
        with _firefox() if engine == "Firefox" else _webkit() as begun:
            yield begun
