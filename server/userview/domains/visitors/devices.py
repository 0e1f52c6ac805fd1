"""Browser and device from what a browser says of itself, asked of a child process (see `user_agents`) and remembered."""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from userview.domains.visitors.model import Clues, Device

UNKNOWN: Final = Device(None, None, None)
REMEMBERED: Final = 2000
"""Browsers whose answer is kept: as many kinds as a big site sees in a day; about 2 MB."""
HUNG_SECONDS: Final = 60.0
"""A child that takes longer for one browser is stopped, and another begun: loading takes 4 s, a parse under 0.5 s."""
WAITING: Final = 100
"""Browsers that wait for the child; of further ones nothing is known until it has caught up."""
LONGEST_USER_AGENT: Final = 1000
"""Characters that are looked at; real ones have under 400."""

_WARM_UP: Final = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/26.0 Mobile/15E148 Safari/604.1",
)
"""Reading these loads most of the library's expressions."""


class Devices:
    """Reads clues, one browser's at a time; made once, closed at the end."""

    def __init__(self) -> None:
        # The thread waits for the child; whoever asks waits for the thread.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="user-agents")
        self._child: subprocess.Popen[str] | None = None
        self._closed = False
        self._known: OrderedDict[str, Device] = OrderedDict()
        self._asked: dict[str, Future[Device | None]] = {}
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Begin to load the library, so that the first visitor need not wait for it; returns at once."""
        for user_agent in _WARM_UP:
            self._thread.submit(self._remembered, _question(Clues(user_agent)))

    def known(self, clues: Clues) -> Device | None:
        """What these clues stand for if that is remembered, else None; nobody waits."""
        if not clues.user_agent.strip() and clues.hints is None:
            return UNKNOWN
        text = _question(clues)
        with self._lock:
            known = self._known.get(text)
            if known is not None:
                self._known.move_to_end(text)
            return known

    async def describe(self, clues: Clues) -> Device:
        """What these clues stand for; takes seconds while the library loads. Unknown when it cannot be said."""
        known = self.known(clues)
        if known is not None:
            return known
        text = _question(clues)
        with self._lock:
            asking = self._asked.get(text)
            if asking is None:
                if len(self._asked) >= WAITING or self._closed:
                    return UNKNOWN
                # The thread's own future: others may wait for it when whoever asked first is gone.
                asking = self._asked[text] = self._thread.submit(self._remembered, text)
        return await asyncio.shield(asyncio.wrap_future(asking)) or UNKNOWN

    def close(self) -> None:
        """Stop the child; what it was not asked yet is dropped."""
        self._closed = True
        self._kill()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._drop()

    def _remembered(self, question: str) -> Device | None:
        """In the thread: the child's answer, kept for the next who asks."""
        try:
            device = self._ask(question)
        finally:
            with self._lock:
                self._asked.pop(question, None)
        if device is not None:
            with self._lock:
                self._known[question] = device
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return device

    def _ask(self, question: str) -> Device | None:
        """In the thread: the child's answer, None when it is gone."""
        if self._child is None or self._child.poll() is not None:
            self._drop()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "userview.domains.visitors.user_agents"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                # Ctrl-C goes to everybody of a terminal's group; this one ends when its input does.
                start_new_session=True,
            )
        try:
            browser, device, kind = json.loads(self._exchange(self._child, question))
        except (OSError, ValueError):
            self._kill()
            self._drop()
            return None
        return Device(browser, device, kind)

    def _exchange(self, child: subprocess.Popen[str], line: str) -> str:
        if self._closed or child.stdin is None or child.stdout is None:
            return ""
        watch = threading.Timer(HUNG_SECONDS, child.kill)
        watch.start()
        try:
            child.stdin.write(f"{line}\n")
            child.stdin.flush()
            return child.stdout.readline()
        finally:
            watch.cancel()

    def _kill(self) -> None:
        """From any thread: a child that is waited for answers with the end of its output."""
        child = self._child
        if child is not None:
            child.kill()

    def _drop(self) -> None:
        """In the thread, or when it is done: forget a child that was killed or died by itself."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _question(clues: Clues) -> str:
    """The clues as one line for the child, which also names them among those that are remembered."""
    hints = None if clues.hints is None else clues.hints.model_dump()
    return json.dumps([clues.user_agent[:LONGEST_USER_AGENT], hints, clues.touch])
