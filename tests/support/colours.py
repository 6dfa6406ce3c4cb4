"""How colours are seen: contrast, difference, and what the colour-blind see of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TypeAlias

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style

Rgb: TypeAlias = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

XTERM = (
    *("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
    *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
)
"""The sixteen colours as xterm comes: XTerm-col.ad of its sources."""

# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision
# Deficiency, IEEE TVCG 15(6), 2009; the matrices for severity 1.0, in linear RGB.
VISION = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "ordinary": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def rgb(colour: RichColor | None) -> Rgb | None:
    """A terminal colour as xterm draws it; None for the terminal's own default."""
    if colour is None or colour.type is ColorType.DEFAULT:
        return None
    if colour.number is not None and colour.number < 16:
        return of_hex(XTERM[colour.number])
    red, green, blue = colour.get_truecolor()
    return red / 255, green / 255, blue / 255


def of_hex(text: str) -> Rgb:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: Rgb) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def difference(one: Rgb, other: Rgb, vision: str = "ordinary") -> float:
    """How far apart two colours look (CIE 1976 ΔE*ab, D65); about 2.3 is just noticed."""
    first, second = _lab(one, vision), _lab(other, vision)
    return math.dist(first, second)


def _lab(colour: Rgb, vision: str) -> Rgb:
    linear = [_linear(part) for part in colour]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))))
        for row in VISION[vision]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = map(_cube, (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _cube(t: float) -> float:
    return float(t ** (1 / 3)) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116


def faint(
    segments: list[Segment], of: Callable[[RichColor | None], Rgb | None] = rgb
) -> Iterator[str]:
    """What can't be read: text under 4.5:1, frames under 3:1 (WCAG 2, AA), and dimmed text."""
    for text, style, _control in segments:
        if not text.strip() or style is None:
            continue
        least = 3 if is_frame(text) else 4.5
        if (ratio := _ratio(style, of)) < least or style.dim:
            colours = (
                f"{style.color and style.color.name} on {style.bgcolor and style.bgcolor.name}"
            )
            yield f"{text.strip()!r}: {colours} {ratio:.2f}"


def is_frame(text: str) -> bool:
    """Whether there is nothing but lines of a frame, or blocks of a scroll bar."""
    return all("\u2500" <= letter <= "\u259f" or letter.isspace() for letter in text)


def _ratio(style: Style, of: Callable[[RichColor | None], Rgb | None]) -> float:
    """The contrast of a style; that of the terminal's own pair is the terminal's matter."""
    ink, paper = of(style.color), of(style.bgcolor)
    if ink is None and paper is None:
        return 21.0
    if ink is None or paper is None:
        return 0.0  # half ours, half the terminal's: nobody knows whether it can be read
    return contrast(ink, paper)
