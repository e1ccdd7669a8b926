"""What runs on while something else is measured."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as StopSignal
from threading import Thread


@contextmanager
def running_beside(work: Callable[[StopSignal], None]) -> Iterator[None]:
    """Work in a thread of its own until the end of the context; the work ends when its signal is set."""
    stop = StopSignal()
    thread = Thread(target=work, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
