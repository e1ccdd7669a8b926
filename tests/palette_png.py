"""Small PNG files of screens: few colours, each pixel a number of one; a photograph has too many for that."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

COLOURS = 256
ROUNDED = 0xF8F8F8F8
"""Colours that differ in the last three bits of a channel only are counted as one."""

AT_ONCE = 4096
"""Colours compared with the palette at a time."""


def palette_png(pixels: NDArray[np.uint8]) -> bytes:
    """A picture of height, width and three channels as a PNG of at most 256 colours."""
    height, width, _ = pixels.shape
    packed = (pixels.astype(np.uint32) << np.array([16, 8, 0], np.uint32)).sum(axis=2, dtype=np.uint32)
    colours, places, counts = np.unique(packed.ravel(), return_inverse=True, return_counts=True)
    palette = _palette(colours, counts)
    numbers = _nearest(colours, palette)[places].reshape(height, width)
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = numbers
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", header), (b"PLTE", _channels(palette).tobytes()), (b"IDAT", zlib.compress(rows.tobytes(), 9))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in [*parts, (b"IEND", b"")])


def _palette(colours: NDArray[np.uint32], counts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """All colours where they are few; else of each group of like ones the commonest, for the commonest groups."""
    if len(colours) <= COLOURS:
        return colours
    commonest_first = np.argsort(-counts, kind="stable")
    _, first, group = np.unique(colours[commonest_first] & ROUNDED, return_index=True, return_inverse=True)
    weights = np.bincount(group, counts[commonest_first])
    chosen = first[np.argsort(-weights, kind="stable")[:COLOURS]]
    palette: NDArray[np.uint32] = colours[commonest_first[chosen]]
    return palette


def _nearest(colours: NDArray[np.uint32], palette: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """For each colour the number of the palette's that looks most like it."""
    known = _channels(palette).astype(np.int32)
    found = np.empty(len(colours), np.uint8)
    for start in range(0, len(colours), AT_ONCE):
        some = _channels(colours[start : start + AT_ONCE]).astype(np.int32)
        found[start : start + AT_ONCE] = ((some[:, None] - known[None]) ** 2).sum(axis=2).argmin(axis=1)
    return found


def _channels(colours: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.stack([colours >> shift & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.uint8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
