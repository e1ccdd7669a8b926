"""Pictures of the documents are small and true."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from tests.palette_png import COLOURS, palette_png

SIGNATURE = 8


def seen(png: bytes) -> NDArray[np.uint8]:
    """The pixels of a picture that was written."""
    parts: dict[bytes, bytes] = {}
    place = SIGNATURE
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length]) == (zlib.crc32(kind + data),)
        parts[kind] = data
        place += 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    palette = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)
    pixels: NDArray[np.uint8] = palette[rows[:, 1:]]
    return pixels


def test_few_colours_stay_as_they_are() -> None:
    pixels = np.array(
        [[[14, 20, 25], [255, 107, 61]], [[240, 228, 66], [14, 20, 25]], [[0, 0, 0], [1, 2, 3]]], np.uint8
    )
    assert (seen(palette_png(pixels)) == pixels).all()


def test_of_many_colours_each_becomes_one_that_looks_alike() -> None:
    ramp = np.arange(2000, dtype=np.uint32)
    pixels = np.stack([ramp % 250, ramp // 8, ramp % 7], axis=1).astype(np.uint8).reshape(40, 50, 3)
    shown = seen(palette_png(pixels))
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) <= COLOURS
    assert np.abs(shown.astype(int) - pixels).mean() < 16
