"""Small drawn faces for the firm's people: plain shapes, one colour each, no likeness of anybody."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

GRID: Final = 80  # the drawing's own units, both ways
SCALE: Final = 6  # px per unit: drawn large, made small by who stores it
LINES: Final = "#33261f"

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Look:
    """How a face is drawn. hair: "long", "bun", "bob", "short", "beard" or "bald"; the others are colours."""

    hair: str
    hair_colour: str
    skin: str
    shirt: str
    ground: str
    glasses: bool = False


def drawn(look: Look) -> bytes:
    """Return the face as a PNG picture."""
    picture = Image.new("RGB", (GRID * SCALE, GRID * SCALE), look.ground)
    pen = _Pen(ImageDraw.Draw(picture))
    _behind(pen, look)
    pen.oval((10, 61, 70, 104), look.shirt)
    pen.box((33, 48, 47, 64), look.skin, 5)
    pen.oval((24, 17, 56, 56), look.skin)
    _before(pen, look)
    _features(pen, look)
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return stored.getvalue()


class _Pen:
    """Draws in the units of the grid."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self.draw = draw

    def oval(self, box: Box, colour: str) -> None:
        self.draw.ellipse([part * SCALE for part in box], fill=colour)

    def ring(self, box: Box, colour: str, width: float) -> None:
        self.draw.ellipse([part * SCALE for part in box], outline=colour, width=round(width * SCALE))

    def box(self, box: Box, colour: str, radius: float = 0) -> None:
        self.draw.rounded_rectangle([part * SCALE for part in box], radius * SCALE, fill=colour)

    def part(self, box: Box, start: float, end: float, colour: str) -> None:
        """Fill the piece of an oval between two angles (degrees, clockwise from three o'clock)."""
        self.draw.chord([part * SCALE for part in box], start, end, fill=colour)

    def line(self, box: Box, start: float, end: float, colour: str, width: float) -> None:
        self.draw.arc([part * SCALE for part in box], start, end, fill=colour, width=round(width * SCALE))


def _behind(pen: _Pen, look: Look) -> None:
    if look.hair == "long":
        pen.box((19, 12, 61, 70), look.hair_colour, 20)
    if look.hair == "bob":
        pen.box((20, 11, 60, 52), look.hair_colour, 19)
    if look.hair == "bun":
        pen.oval((32, 1, 48, 17), look.hair_colour)
        pen.oval((22, 10, 58, 46), look.hair_colour)


def _before(pen: _Pen, look: Look) -> None:
    if look.hair == "beard":
        pen.part((24, 20, 56, 59), 12, 168, look.hair_colour)
        pen.oval((31, 41, 49, 51), look.skin)
    if look.hair == "bald":
        pen.part((23, 24, 57, 50), 168, 196, look.hair_colour)
        pen.part((23, 24, 57, 50), -16, 12, look.hair_colour)
    else:
        pen.part((22.5, 10, 57.5, 46), 196, 344, look.hair_colour)


def _features(pen: _Pen, look: Look) -> None:
    for middle in (33.5, 46.5):
        pen.oval((middle - 1.4, 34.6, middle + 1.4, 38), LINES)
        if look.glasses:
            pen.ring((middle - 5.4, 31, middle + 5.4, 41.6), LINES, 1)
    if look.glasses:
        pen.line((37.5, 33.5, 42.5, 38), 190, 350, LINES, 1)
    pen.line((34, 40, 46, 49), 25, 155, LINES, 1.6)
