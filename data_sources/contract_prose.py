"""What docs/streams.md says in sentences; its numbers come from the code that holds them."""

from data_sources.decode import LATEST_AHEAD, MAX_DATA_BYTES, MAX_DEPTH, MAX_FIELD_LENGTH, SKEW_LIMIT
from domain.events import CONTRACT_VERSION, DeadLetterReason

_SKEW_MINUTES = int(SKEW_LIMIT.total_seconds() // 60)
_AHEAD_HOURS = int(LATEST_AHEAD.total_seconds() // 3600)

REASONS: dict[DeadLetterReason, tuple[str, str]] = {
    DeadLetterReason.BAD_UTF8: (
        "a field is no UTF-8, or holds a NUL character, which no database text can keep",
        "write UTF-8; take NUL characters out",
    ),
    DeadLetterReason.NOT_JSON: (
        "`data` is no JSON",
        "write it with a JSON library; `NaN`, `Infinity`, comments and half surrogate pairs are no JSON",
    ),
    DeadLetterReason.OVERSIZED: (
        f"a field is longer than {MAX_DATA_BYTES:,} bytes",
        "shorten the text; send photos as counts, never as data",
    ),
    DeadLetterReason.MISSING_FIELD: (
        "a field of the envelope or of `data` is not there; of `lat` and `lon` one came without the other",
        "send the field that is named",
    ),
    DeadLetterReason.WRONG_TYPE: (
        "a value has another JSON type than the schema says, or is no instant",
        "send a string as a string and a number as a number; numbers in quotes are strings",
    ),
    DeadLetterReason.WRONG_VERSION: (
        f"`v` is not `{CONTRACT_VERSION}`",
        "send the version that this page describes",
    ),
    DeadLetterReason.UNKNOWN_TYPE: ("`type` is none of this page", "correct the spelling, or leave the entry out"),
    DeadLetterReason.WRONG_STREAM: (
        "the type belongs to another stream",
        "write it to the stream under which this page lists it",
    ),
    DeadLetterReason.NAIVE_TIME: (
        "an instant has no offset",
        "write it as `2026-01-05T08:12:00+07:00` or with `Z`",
    ),
    DeadLetterReason.ABSURD_TIME: (
        "an instant lies before the city's calendar, or `due_at` beyond it, "
        f"or `at` more than {_AHEAD_HOURS} hours ahead of the city's clock",
        "correct the producer's clock; leave `due_at` out when there is no deadline; extend the city's calendar",
    ),
    DeadLetterReason.OUTSIDE_CITY: (
        "the place lies outside the rectangle around the city",
        "check that `lat` and `lon` are not swapped; leave both out when the place is unknown",
    ),
    DeadLetterReason.UNKNOWN_AGENCY: ("the city's folder has no such agency", "correct the code, or add the agency"),
    DeadLetterReason.UNKNOWN_CATEGORY: (
        "the city's folder has no such category",
        "correct the code, or add the category",
    ),
    DeadLetterReason.UNKNOWN_WARD: (
        "the city's folder has no such ward",
        "correct the code; with `lat` and `lon` the ward may be left out",
    ),
    DeadLetterReason.UNKNOWN_CHANNEL: ("the city's folder has no such channel", "correct it, or add the channel"),
    DeadLetterReason.UNKNOWN_SITE: ("the city's folder has no such site", "correct the code, or add the site"),
    DeadLetterReason.UNKNOWN_SERVICE: (
        "the city's folder has no such service",
        "correct the code, or add the service",
    ),
    DeadLetterReason.OUT_OF_RANGE: (
        "a value is too long, too short, too great or too small, no code of its list, "
        f"or `data` is nested deeper than {MAX_DEPTH} levels",
        "keep to the limits of the schema",
    ),
    DeadLetterReason.BODY_MISSING: (
        "the entry was trimmed from its stream before it was stored: its id is known, its content is lost",
        "send it again; do not trim the streams, this project does",
    ),
}

INTRODUCTION = f"""\
# The streams: the contract with the city's systems

This page and the JSON Schemas in [schemas/](schemas/) are generated from the event models; a test fails when they lag.
Rows of databases take the same road: see [table-feeds.md](table-feeds.md).

## An entry

A producer adds entries to three Redis Streams, `liveroom:complaints`, `liveroom:queues` and `liveroom:activity` (the
prefix is `streams.prefix` of config.yaml). One entry is one fact, with these fields, all of them required:

| field | what it is |
|---|---|
| `v` | the version of this contract: `{CONTRACT_VERSION}` |
| `id` | the id of this fact, given by the producer, 1 to {MAX_FIELD_LENGTH} characters; see *Once, and only once* |
| `type` | one of the types below |
| `at` | when it happened: ISO 8601 with an offset, as `2026-01-05T08:12:00+07:00` |
| `source` | the producer's name, 1 to {MAX_FIELD_LENGTH} characters; the same as in its heartbeats |
| `data` | JSON: an object with the fields of its type, at most {MAX_DATA_BYTES:,} bytes and {MAX_DEPTH} levels |

Places are WGS 84 degrees. Codes (agency, category, ward, channel, site, service) are those of the city's
folder. A field of `data` that the type does not name is kept in the store and used nowhere, so a producer may send more
than is asked for. `null` is a value like any other: leave out what is not known.

The order of entries does not matter: a complaint is what the set of its events says, sorted by `at`.

## Once, and only once

`id` makes a fact unique, in all streams and for ever. Give it when the fact happens, keep it, and send the same `id`
when in doubt whether an entry arrived: an `id` that is stored already is counted as a duplicate and changes nothing.
A random id that is made anew with every attempt counts every attempt. A good id names the system, the row and its
version: `laksa-000123-v4`.

## Alive, quiet, broken

Each producer adds a `heartbeat` to each stream it writes, also when nothing happens, every `interval_seconds`. Without
heartbeats a quiet night and a dead cable look the same. A feed is late after some missed heartbeats and lost after more
of them (`feed_rules` of config.yaml); a feed that lives and has nothing to tell is quiet. A heartbeat with
`simulated: true` marks all screens as a simulation.

## Clocks

`at` is the producer's time. More than {_SKEW_MINUTES} minutes ahead of the city's clock the event is stored and
flagged as *clock skew*: it counts, and is never shown as the newest. More than {_AHEAD_HOURS} hours ahead it is
refused as `absurd_time`.

## Personal data

The fields marked *personal* (`reporter` and `text`) are stored apart, behind a reference. No screen, count, export or
dead-letter list holds them. The same two names are taken out of every other type too. Put a name, a number of a person
or an address nowhere else: `employee_id` and `crew_id` are pseudonyms.

## Dead letters

An entry that cannot be understood is set aside with its bytes, a reason from this closed list, the field and the value
(never a personal one). It is counted, and the entries after it go on. Its bytes are kept for as many days as
`dead_letters.keep_raw_days` of config.yaml says; until then it can be replayed, for instance once a missing category
was added to the city's folder.
"""

TYPES_INTRODUCTION = """\
# The types

Each example can be run as it stands; where Redis is elsewhere, add `-u` and its address after `redis-cli`. They lie in
the past so that they are accepted at any time; write the present instant to see one arrive on the wall.
"""
