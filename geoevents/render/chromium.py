"""The user's own Chromium, without a window and without a network: found, started, spoken to.

It is spoken to through two pipes in the protocol of its developer tools: no port is opened, no
file is served, and nothing but this process can reach it.

References
----------
Chrome DevTools Protocol, https://chromedevtools.github.io/devtools-protocol/, version 1.3; over
pipes (``--remote-debugging-pipe``) each message is JSON and ends in a zero byte.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geoevents.errors import GeoEventsError, MissingToolError

__all__ = ["Chromium", "find_chromium"]

#: Variables that may hold the path of a Chromium, the first one set wins.
VARIABLES = ("GEOEVENTS_CHROMIUM", "CHROME", "CHROME_PATH")
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "chrome-headless-shell", "microsoft-edge", "msedge", "brave-browser",
)  # fmt: skip
_MAC = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
# Nothing is looked up, fetched, reported or updated, and colours are the same on every machine.
_FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-domain-reliability", "--disable-extensions", "--disable-gpu",
    "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check", "--no-pings",
    "--mute-audio", "--hide-scrollbars", "--force-color-profile=srgb",
)  # fmt: skip
# Chromium reads its file 3 and writes its file 4; a child of Python gets other numbers.
_AS_3_AND_4 = (
    "import fcntl,os,sys;"
    "r,w=(fcntl.fcntl(int(n),fcntl.F_DUPFD,10) for n in sys.argv[1:3]);"
    "os.dup2(r,3);os.dup2(w,4);os.execv(sys.argv[3],sys.argv[3:])"
)


def find_chromium() -> str:
    """Return the path of a Chromium, Chrome, Edge or Brave.

    Raises
    ------
    MissingToolError
        If there is none, or a variable names one that is not there.
    """
    for variable in VARIABLES:
        named = os.environ.get(variable)
        if named:
            found = shutil.which(named)
            if found is None:
                raise MissingToolError(
                    f"{variable} is '{named}', which cannot be run; expected the path of a "
                    "Chromium or Chrome."
                )
            return found
    for path in (*map(shutil.which, _NAMES), *map(shutil.which, _usual())):
        if path:
            return path
    raise MissingToolError(
        "No Chromium was found, and a picture of the map needs one; install Chromium, Google "
        "Chrome or Microsoft Edge (`apt install chromium`, `brew install --cask google-chrome`), "
        f"or set {VARIABLES[0]} to the path of one."
    )


def _usual() -> list[str]:
    """Return where browsers lie that put themselves on no path."""
    if sys.platform == "darwin":
        return [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in _MAC]
    roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    return [str(Path(root) / tail) for root in roots if root for tail in _WINDOWS]


class Chromium:
    """A running Chromium; leaving the ``with`` ends it and removes what it wrote.

    Parameters
    ----------
    path : str
        The program, as `find_chromium` returns it.
    patience_s : float
        Seconds after which a silence is an error.
    """

    def __init__(self, path: str, *, patience_s: float = 60.0) -> None:
        self._path, self._patience_s = path, patience_s
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._last = 0
        self._answer: Callable[[dict[str, Any]], None] = lambda _: None

    def __enter__(self) -> Self:
        """Start it."""
        # What Chromium still holds open when it is ended must not hide the picture's own error.
        self._folder = tempfile.TemporaryDirectory(prefix="geoevents-", ignore_cleanup_errors=True)
        self._told = Path(self._folder.name) / "stderr.txt"
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        try:
            with self._told.open("wb") as told:
                self._process = self._started(to_read, to_write, told)
        except OSError as error:
            self._folder.cleanup()
            raise MissingToolError(f"'{self._path}' cannot be run: {error.strerror}.") from error
        finally:
            os.close(to_read)
            os.close(to_write)
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End it, kindly first."""
        with contextlib.suppress(GeoEventsError, OSError):
            self._send("Browser.close", {}, "")
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._write)
        self._folder.cleanup()

    def call(self, method: str, session: str = "", **options: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result.

        Raises
        ------
        GeoEventsError
            If Chromium refuses, ends, or stays silent for too long.
        """
        number = self._send(method, options, session)
        for message in self._until(time.monotonic() + self._patience_s):
            if message.get("id") == number:
                if "error" in message:
                    raise GeoEventsError(f"Chromium refused {method}: {message['error']}.")
                return dict(message.get("result", {}))
            if "method" in message:
                self._answer(message)
        raise GeoEventsError(
            f"Chromium ('{self._path}') was silent for {self._patience_s:.0f} seconds; close "
            "other programs, or ask for a smaller picture."
        )

    def tell(self, method: str, session: str = "", **options: Any) -> None:
        """Call a method whose result nobody waits for."""
        self._send(method, options, session)

    def on_event(self, answer: Callable[[dict[str, Any]], None]) -> None:
        """Let `answer` see every event; it may `tell`, and must not `call`."""
        self._answer = answer

    def _started(self, to_read: int, to_write: int, told: Any) -> subprocess.Popen[bytes]:
        flags = [*_FLAGS, f"--user-data-dir={self._folder.name}"]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": told}
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  only there

            handles = [msvcrt.get_osfhandle(n) for n in (to_read, to_write)]
            for handle in handles:
                os.set_handle_inheritable(handle, True)  # noqa: FBT003  takes no name
            startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
            pipes = f"--remote-debugging-io-pipes={handles[0]},{handles[1]}"
            return subprocess.Popen(  # noqa: S603  the user's own browser
                [self._path, *flags, pipes], startupinfo=startup, **streams
            )
        if os.geteuid() == 0:  # its sandbox does not work for root, and it would not start
            flags.append("--no-sandbox")
        ends = [str(to_read), str(to_write)]
        return subprocess.Popen(  # noqa: S603  the user's own browser
            [sys.executable, "-I", "-S", "-c", _AS_3_AND_4, *ends, self._path, *flags],
            pass_fds=(to_read, to_write),
            **streams,
        )

    def _send(self, method: str, options: dict[str, Any], session: str) -> int:
        self._last += 1
        message = {"id": self._last, "method": method, "params": options}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        try:
            while data:
                data = data[os.write(self._write, data) :]
        except OSError as error:
            raise self._ended() from error
        return self._last

    def _listen(self) -> None:
        """Put every message into the queue, and None when Chromium has closed its end."""
        parts: list[bytes] = []
        with contextlib.suppress(OSError), os.fdopen(self._read, "rb", buffering=0) as stream:
            while chunk := stream.read(1 << 20):
                *whole, rest = chunk.split(b"\0")
                for piece in whole:
                    self._messages.put(json.loads(b"".join([*parts, piece])))
                    parts = []
                parts.append(rest)
        self._messages.put(None)

    def _until(self, deadline: float) -> Iterator[dict[str, Any]]:
        while (left := deadline - time.monotonic()) > 0:
            try:
                message = self._messages.get(timeout=left)
            except queue.Empty:
                return
            if message is None:
                raise self._ended()
            yield message

    def _ended(self) -> GeoEventsError:
        told = self._told.read_text("utf-8", "replace").strip() if self._told.exists() else ""
        last = " ".join(told.splitlines()[-3:])[-400:]
        return MissingToolError(
            f"Chromium ('{self._path}') did not run: {last or 'it ended without a word'}. Try it "
            f"by hand, or set {VARIABLES[0]} to the path of another."
        )
