"""The fonts of the page. All come with our dependencies, so a document looks alike on every machine.

Noto Sans carries both templates (its figures are of one width), Noto Emoji the emoji, and further Noto faces
the other alphabets that names come in. Fonts of the machine are never used.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from struct import unpack_from

import typst

FOLDER = Path(str(files("manimgx_fonts")))


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


@cache
def drawable() -> frozenset[int]:
    """Code points that at least one of the fonts has a glyph for."""
    return frozenset(code for file in FOLDER.glob("*.ttf") for code in _codes(file.read_bytes()))


def _codes(font: bytes) -> Iterator[int]:
    """Code points in the character map of an OpenType font (tables of formats 4 and 12)."""
    for place in range(unpack_from(">H", font, 4)[0]):
        tag, _, start, _ = unpack_from(">4sIII", font, 12 + 16 * place)
        if tag == b"cmap":
            for table in range(unpack_from(">H", font, start + 2)[0]):
                offset = start + unpack_from(">I", font, start + 8 + 8 * table)[0]
                match unpack_from(">H", font, offset)[0]:
                    case 4:
                        yield from _codes_of_segments(font, offset)
                    case 12:
                        yield from _codes_of_groups(font, offset)


def _codes_of_segments(font: bytes, table: int) -> Iterator[int]:
    size = unpack_from(">H", font, table + 6)[0]
    count = size // 2
    ends, starts, deltas, offsets = (
        unpack_from(f">{count}H", font, table + 14 + shift)
        for shift in (0, size + 2, 2 * size + 2, 3 * size + 2)
    )
    for segment, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        glyphs = table + 16 + 3 * size + 2 * segment + offset
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = unpack_from(">H", font, glyphs + 2 * (code - start))[0] if offset else code + delta
            if glyph & 0xFFFF:
                yield code


def _codes_of_groups(font: bytes, table: int) -> Iterator[int]:
    for group in range(unpack_from(">I", font, table + 12)[0]):
        start, end, _ = unpack_from(">III", font, table + 16 + 12 * group)
        yield from range(start, end + 1)
