"""Redis Streams: read a batch, acknowledge, claim what a dead consumer left, trim what is stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from redis import Redis
from redis.exceptions import ResponseError

from data_sources.decode import Fields

FIRST_POSITION = "0-0"
CLAIM_BATCH = 1000
_RELEASE_LEASE = "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('del',KEYS[1]) else return 0 end"
_RENEW_LEASE = (
    "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('pexpire',KEYS[1],ARGV[2]) "
    "elseif redis.call('set',KEYS[1],ARGV[1],'NX','PX',ARGV[2]) then return 1 else return 0 end"
)


class Entry(NamedTuple):
    """One entry: its id and its fields; `fields` is None when the body was trimmed while it was pending."""

    position: str
    fields: Fields | None


class GroupLostError(Exception):
    """The stream or its consumer group is gone; re-create it at the stored position."""


def position_key(position: str) -> tuple[int, int]:
    """The order of stream ids: "1700-2" is (1700, 2)."""
    milliseconds, _, sequence = position.partition("-")
    return int(milliseconds), int(sequence or 0)


def connect(url: str) -> "Redis":
    """A client for raw bytes; opens no connection until it is used."""
    return Redis.from_url(url, protocol=2, decode_responses=False, socket_timeout=10, socket_connect_timeout=2)


class StreamReader:
    """One consumer of one stream. All reads raise `redis.RedisError` when Redis is away."""

    def __init__(self, client: Redis, key: str, group: str, consumer: str) -> None:
        self._client = client
        self._consumer = consumer
        self.key = key
        self.group = group

    def create_group(self, position: str) -> None:
        """Create the group, to read what lies above the stored position; an existing one is kept as it is."""
        try:
            self._client.xgroup_create(self.key, self.group, id=position, mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise
        self._raise_last_id(position)

    def _raise_last_id(self, position: str) -> None:
        """After Redis lost its data, new ids must still lie above what is stored."""
        last = cast("bytes", self._info()["last-generated-id"]).decode()
        if position_key(last) < position_key(position):
            self._client.execute_command("XSETID", self.key, position)  # type: ignore[no-untyped-call]  # not wrapped

    def _info(self) -> dict[str, Any]:
        return self._client.xinfo_stream(self.key)

    def claim_all(self) -> int:
        """Take over what other consumers of the group left pending. Only for the holder of the lease."""
        claimed, start = 0, FIRST_POSITION
        while True:
            reply = self._guarded(self._client.xautoclaim, self.key, self.group, self._consumer, 0, start, CLAIM_BATCH)
            claimed += len(reply[1])
            start = reply[0].decode()
            if start == FIRST_POSITION:
                return claimed

    def read_pending(self, after: str, count: int) -> Sequence[Entry]:
        """Own entries that were delivered before and not acknowledged, above an id."""
        return self._read(after, count, None)

    def pending_count(self) -> int:
        """How many entries were delivered to the group and not acknowledged yet."""
        return int(self._guarded(self._client.xpending, self.key, self.group)["pending"])

    def read_new(self, count: int, block_ms: int) -> Sequence[Entry]:
        """Entries never delivered to the group; waits up to `block_ms` for the first."""
        return self._read(">", count, block_ms)

    def _read(self, start: str, count: int, block_ms: int | None) -> Sequence[Entry]:
        reply = self._guarded(self._client.xreadgroup, self.group, self._consumer, {self.key: start}, count, block_ms)
        return [Entry(position.decode(), fields or None) for _, entries in reply or [] for position, fields in entries]

    def _guarded(self, command: Callable[..., Any], *arguments: object) -> Any:
        try:
            return command(*arguments)
        except ResponseError as error:
            if "NOGROUP" in str(error) or "no such key" in str(error):
                raise GroupLostError(f"{self.key}: consumer group {self.group} is gone") from error
            raise

    def ack(self, positions: Sequence[str]) -> None:
        """Tell Redis that these are stored."""
        if positions:
            self._client.xack(self.key, self.group, *positions)

    def waiting_above(self, position: str) -> int:
        """How many entries of the stream lie above a position."""
        return sum(1 for _ in self.above(position))

    def above(self, position: str) -> Iterator[Entry]:
        """The entries of the stream above a position, whoever reads them."""
        start = f"({position}"
        while entries := cast("list[Any]", self._client.xrange(self.key, start, "+", count=5000)):
            yield from (Entry(place.decode(), fields) for place, fields in entries)
            start = f"({entries[-1][0].decode()}"

    def trim(self, position: str) -> int:
        """Drop what lies below a stored position; returns how many entries went."""
        return self._client.xtrim(self.key, minid=position, approximate=True)

    def drop_stored(self, position: str) -> int:
        """Drop everything up to a stored position, exactly; returns how many entries went."""
        milliseconds, sequence = position_key(position)
        return self._client.xtrim(self.key, minid=f"{milliseconds}-{sequence + 1}", approximate=False)

    def hold_lease(self, owner: str, ttl_ms: int) -> bool:
        """Take or renew the right to be the active ingester of this stream."""
        return bool(self._client.eval(_RENEW_LEASE, 1, f"{self.key}:lease", owner, str(ttl_ms)))

    def release_lease(self, owner: str) -> None:
        """Give the lease up, if it is ours."""
        self._client.eval(_RELEASE_LEASE, 1, f"{self.key}:lease", owner)


def as_fields(values: Mapping[str, str | bytes]) -> dict[bytes, bytes]:
    """Text fields as they come out of Redis."""
    return {name.encode(): value if isinstance(value, bytes) else value.encode() for name, value in values.items()}
