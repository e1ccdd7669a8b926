"""Follows what other processes store, so that a standing-by installation and replayed dead letters are seen too."""

from collections.abc import Callable

from data_sources.repository import Repository, Saved


class Follower:
    """Compares the store's latest fold with those this process made itself. `step` is one look."""

    def __init__(self, repository: Repository, submit: Callable[[Saved], None], revision: int) -> None:
        self._repository = repository
        self._submit = submit
        self._seen = revision

    def publish(self, saved: Saved) -> None:
        """Hand over a batch of this process, and remember that it needs no look."""
        seen = self._seen  # read once: `step` runs on another thread
        if saved.revision == seen + 1:
            self._seen = seen + 1
        self._submit(saved)

    def step(self) -> int:
        """Hand over what was folded elsewhere since the last look; how many things that were."""
        latest = self._repository.revision()
        if latest <= self._seen:
            return 0
        missed = self._repository.entities_between(self._seen, latest)
        self._seen = latest
        self._submit(Saved(entities=missed))
        return sum(len(entities) for entities in missed.values())
