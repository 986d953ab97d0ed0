"""A process beside this one, for work on text that somebody else wrote: within limits, killable.

Whatever such a text makes of its reader, an hour of work or all memory, it costs one answer and
that process, never the batch; and the process that a person waits for can always be stopped by
Ctrl-C.
"""

import contextlib
import importlib
import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

GIB = 1 << 30
START_SECONDS = 90


class WorkError(Exception):
    """The work could not be done; the message says why, as the end of a sentence on it."""


# What is done there: pieces of bytes go in, bytes come out.
Work = Callable[..., bytes]


class Limited:
    """Does one kind of work, one piece after another, in a process of its own.

    Parameters
    ----------
    work : callable
        A function of a module, from bytes to bytes.
    seconds : float
        For one piece.
    memory_gib : float
        Of the process; kept where the system can (Linux).
    """

    def __init__(self, work: Work, *, seconds: float, memory_gib: float) -> None:
        self.seconds, self.memory_gib = seconds, memory_gib
        self._work = work.__module__, getattr(work, "__name__", "")
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._closed = False

    def ask(self, *asked: bytes) -> bytes:
        """Return what the work gives.

        Raises
        ------
        WorkError
            If it took too long or too much memory, or failed; the process is a new one then. Also
            after `close`.
        """
        with self._lock:
            try:
                done, answer = self._answer(asked)
            except (OSError, EOFError):
                # The system ends what fills its memory.
                done, answer = False, b""
                self._end()
            except BaseException:
                # Also Ctrl-C: an answer that comes later must not be taken for the next one.
                self._end()
                raise
            if not done:
                self._end()
                why = answer.decode() or f"took more than {self.memory_gib:g} GB of memory"
                raise WorkError(why)
            return answer

    def close(self) -> None:
        """End the process, also in the middle of its work, for good."""
        # Who waits for its turn must not begin another one, which nobody would end.
        self._closed = True
        # The thread that waits for an answer may let go of the process at the same moment, or be
        # about to start it.
        if (process := self._process) is not None:
            with contextlib.suppress(ValueError, AttributeError):
                process.kill()
        with self._lock:
            self._end()

    def _answer(self, asked: Sequence[bytes]) -> tuple[bool, bytes]:
        line = self._ready()
        line.send_bytes(str(len(asked)).encode())
        for piece in asked:
            line.send_bytes(piece)
        if not line.poll(self.seconds):
            return False, f"took more than {self.seconds:g} s".encode()
        answer = line.recv_bytes()
        return answer[:1] == b"+", answer[1:]

    def _ready(self) -> Connection:
        if self._closed:
            raise WorkError("was stopped")
        if self._line is None or self._process is None or not self._process.is_alive():
            self._end()
            # A fork would take along the threads' locks, and all that is in memory here.
            context = multiprocessing.get_context("spawn")
            self._line, theirs = context.Pipe()
            process = self._process = context.Process(
                target=_serve, args=(theirs, *self._work, self.memory_gib), daemon=True
            )
            process.start()
            theirs.close()
            if self._closed:
                raise WorkError("was stopped")
            if not self._line.poll(START_SECONDS):
                raise WorkError(f"could not begin within {START_SECONDS} s")
            self._line.recv_bytes()
        return self._line

    def _end(self) -> None:
        process, self._process = self._process, None
        line, self._line = self._line, None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        if line is not None:
            # At the end of Python its other side, and with it the descriptor, may be gone already.
            with contextlib.suppress(OSError):
                line.close()


def _serve(line: Connection, module: str, name: str, memory_gib: float) -> None:
    """Do the work in the other process, until there is no more."""
    # Ctrl-C is for the process that a person sees; it ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work: Work = getattr(importlib.import_module(module), name)
    _limit(memory_gib)
    line.send_bytes(b"ready")
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked = [line.recv_bytes() for _ in range(int(line.recv_bytes()))]
            try:
                answer = b"+" + work(*asked)
            except MemoryError:
                answer = b"-"
            except Exception as error:  # noqa: BLE001  (it is told in the other process)
                answer = f"-failed ({type(error).__name__})".encode()
            line.send_bytes(answer)


def _limit(memory_gib: float) -> None:
    # Windows has none of these.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        most = int(memory_gib * GIB)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
