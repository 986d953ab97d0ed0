"""Runners that the threads of one run share: a further one begins where waiting has cost as much.

A sandbox takes as long to begin as some ten submissions take to run. For a class of three a second
one would never be repaid; for a large class, or beside code that does not end, it soon is.
"""

import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from .runner import Runner

# What it takes to begin one, in seconds.
BEGIN = 2.0


class Shared:
    """Lends a runner to one thread after another.

    Parameters
    ----------
    make : callable
        Returns another one.
    ready : sequence of runner.Runner
        Those that have begun already.
    most : int
        So many at one time.
    """

    def __init__(self, make: Callable[[], Runner], ready: Sequence[Runner], most: int) -> None:
        self._make, self._most = make, most
        self._made, self._count = [*ready], len(ready)
        self._free: SimpleQueue[Runner] = SimpleQueue()
        self._waited, self._lock = 0.0, threading.Lock()
        for each in ready:
            self._free.put(each)

    @contextmanager
    def one(self) -> Generator[Runner]:
        """Lend a runner, the first that is free."""
        lent = self._free_or_new()
        try:
            yield lent
        finally:
            self._free.put(lent)

    def close(self) -> None:
        """End them all, also in the middle of their work."""
        for each in [*self._made]:
            each.close()

    def _free_or_new(self) -> Runner:
        begun = time.monotonic()
        try:
            found = self._free.get(timeout=max(0.0, BEGIN - self._waited))
        except Empty:
            # All that may be made are there, or another one it is.
            return self._new() if self._may_begin() else self._free.get()
        with self._lock:
            self._waited += time.monotonic() - begun
        return found

    def _may_begin(self) -> bool:
        with self._lock:
            may = self._count < self._most
            self._count += may
            self._waited = 0.0
        return may

    def _new(self) -> Runner:
        try:
            made = self._make()
        except BaseException:
            # Its place is free again: who waits for it would wait for ever.
            with self._lock:
                self._count -= 1
            raise
        self._made.append(made)
        return made
