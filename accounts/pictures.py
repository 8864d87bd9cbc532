"""Photos of people: whatever was uploaded becomes a small square, or is refused."""

import io
from typing import Final

from PIL import Image, ImageOps

SIDE: Final = 96  # px
LARGEST: Final = 20_000  # bytes of the stored picture
LARGEST_UPLOAD: Final = 10 * 1024 * 1024  # bytes
MOST_PIXELS: Final = 40_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")


class NoPicture(ValueError):
    """Raised for bytes that are not a picture we read, or one that is too large."""


def small_face(upload: bytes) -> bytes:
    """Return the middle square of the picture as WebP: 96 px, at most 20 kB, without place, device or any other words.

    Raises NoPicture for what is none, for more than 10 MB and for more than 40 million pixels.
    """
    if len(upload) > LARGEST_UPLOAD:
        raise NoPicture
    try:
        with Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoPicture
            picture.draft("RGB", (SIDE * 4, SIDE * 4))
            upright = ImageOps.exif_transpose(picture)
            square = ImageOps.fit(upright.convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise NoPicture from problem
    for quality in (80, 60, 40, 20):
        stored = io.BytesIO()
        # A new image without `info`: nothing of the upload but its pixels goes along.
        plain = Image.new("RGB", square.size)
        plain.paste(square)
        plain.save(stored, "WEBP", quality=quality, method=4)
        if stored.tell() <= LARGEST:
            return stored.getvalue()
    raise NoPicture
