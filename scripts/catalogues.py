"""Compile the translations with Babel, so that no gettext is needed. A catalogue that is up to date costs nothing.

python scripts/catalogues.py
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues() -> None:
    """Write django.mo beside each django.po that is newer; two processes may do so at once."""
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        half_written = target.with_suffix(f".{os.getpid()}")
        with half_written.open("wb") as file:
            write_mo(file, catalogue)
        half_written.replace(target)


if __name__ == "__main__":
    compile_catalogues()
