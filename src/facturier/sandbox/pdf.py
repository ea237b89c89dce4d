"""A minimal PDF writer: pages of plain text, any script, readable again by any PDF reader."""

import textwrap
from collections.abc import Iterable, Sequence

_WIDTH, _LINES = 92, 58
_FIRST_FREE = 128
_CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Plain def /CMapType 2 def\n"
    "1 begincodespacerange <00> <FF> endcodespacerange\n{} endcmap end end"
)


_ASCII = {chr(code): code for code in range(32, 127)}


def write(lines: Iterable[str]) -> bytes:
    """A PDF of A4 pages. Long lines are wrapped between words, never inside one."""
    wrapped = [
        part
        for line in lines
        for part in textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    ]
    pages = [wrapped[start : start + _LINES] for start in range(0, len(wrapped), _LINES)] or [[]]
    return _file(_objects(pages, _codes("".join(wrapped))))


def _codes(text: str) -> dict[str, int]:
    """One byte for each character: ASCII as it is, others in the upper half as they come."""
    others = sorted({char for char in text if not " " <= char <= "~"})[: 256 - _FIRST_FREE]
    return _ASCII | {char: code for code, char in enumerate(others, _FIRST_FREE)}


def _objects(pages: Sequence[Sequence[str]], codes: dict[str, int]) -> list[bytes]:
    first = 5
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        _font(codes),
        _stream(_to_unicode(codes)),
    ]
    for place, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            + f"/Contents {first + 2 * place + 1} 0 R>>".encode()
        )
        objects.append(_stream(_content(page, codes)))
    return objects


def _font(codes: dict[str, int]) -> bytes:
    names = " ".join(f"{code} /uni{ord(char):04X}" for char, code in codes.items() if code >= _FIRST_FREE)
    return (
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R"
        f"/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{names}]>>>>"
    ).encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [f"<{code:02X}> <{char.encode('utf-16-be').hex()}>" for char, code in codes.items()]
    blocks = [
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"
        for block in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    ]
    return _CMAP.format("\n".join(blocks)).encode()


def _content(page: Sequence[str], codes: dict[str, int]) -> bytes:
    shown = b"\n".join(b"(" + _escaped(line, codes) + b") Tj T*" for line in page)
    return b"BT /F 10 Tf 13 TL 40 800 Td\n" + shown + b"\nET"


def _escaped(line: str, codes: dict[str, int]) -> bytes:
    encoded = bytes(codes.get(char, ord("?")) for char in line)
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _stream(content: bytes) -> bytes:
    return f"<</Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
