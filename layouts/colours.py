"""How colours look: contrast, dimmed at night, and to eyes that do not tell all of them apart."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.float64]
"""Red, green and blue, 0 to 1, as a screen is told them."""

LEAST_TEXT_CONTRAST, LEAST_SHAPE_CONTRAST, MOST_CONTRAST = 4.5, 3.0, 15.0
"""WCAG 1.4.3 and 1.4.11; above 15 : 1 a screen glares (ergonomics of ship bridges, 5.6.3.5)."""


class Sight(StrEnum):
    """The three ways of telling colours apart less well, each at its full severity."""

    PROTAN = "protan"
    DEUTAN = "deutan"
    TRITAN = "tritan"


MACHADO: Mapping[Sight, Sequence[Sequence[float]]] = MappingProxyType(
    {
        Sight.PROTAN: (
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ),
        Sight.DEUTAN: (
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ),
        Sight.TRITAN: (
            (1.255528, -0.076749, -0.178779),
            (-0.078411, 0.930809, 0.147602),
            (0.004733, 0.691367, 0.303900),
        ),
    }
)
"""On linear light, severity 1.0: Machado, Oliveira and Fernandes 2009, table of the supplement."""


def rgb(colour: str) -> Rgb:
    """#RRGGBB as three shares."""
    return np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])


def contrast(one: Rgb, other: Rgb) -> float:
    """1 to 21, as WCAG has it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1."""
    return float(_linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def dimmed(colour: Rgb, level: float) -> Rgb:
    """As a browser dims it: each channel is multiplied."""
    return colour * level


def simulated(colour: Rgb, sight: Sight) -> Rgb:
    """What is left of a colour for such eyes."""
    return _gamma(np.clip(np.array(MACHADO[sight]) @ _linear(colour), 0, 1))


def difference(one: Rgb, other: Rgb) -> float:
    """How far two colours are apart, as CIE76 has it; 10 is seen at a glance."""
    return float(np.linalg.norm(_lab(one) - _lab(other)))


def _linear(colour: Rgb) -> Rgb:
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def _gamma(linear: Rgb) -> Rgb:
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def _lab(colour: Rgb) -> Rgb:
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    white = np.array([0.95047, 1.0, 1.08883])
    ratio = to_xyz @ _linear(colour) / white
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
