"""Words as people type them: folding, squeezing, cutting at a word, and the character sets of targets."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ø": "o",
        "Ø": "O",
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "Ð": "D",
        "ħ": "h",
        "Ħ": "H",
        "ı": "i",
    }
)
# Signs that have a customary spelling in the poorer character set.
_SIGNS = str.maketrans(
    {
        "€": "EUR",
        "™": "(TM)",
        "…": "...",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "′": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "″": '"',
        "‹": "<",
        "›": ">",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "•": "-",
        "≤": "<=",
        "≥": ">=",
        "\N{OHM SIGN}": "Ohm",
        "Ω": "Ohm",
    }
)
_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff\u00ad]+")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
# Since 2026-07-16 KSeF refuses these (facts, section 7); the first ranges are no XML characters at all.
_KSEF_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)


def fold(text: str) -> str:
    """`text` without diacritics; letter case and everything else stay. `Ștefănescu` -> `Stefanescu`."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def squeeze(text: str) -> str:
    """`text` with every run of blanks, the invisible ones too, as one blank, and none at the ends."""
    # Of all blanks only the ordinary one is printable, so most texts need no second look.
    if "  " not in text and text.isprintable():
        return text.strip()
    return _BLANKS.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """For comparing: folded, lower case, only letters and digits, one blank between words."""
    return _NOT_A_WORD.sub(" ", fold(text).lower()).strip()


def cut(text: str, limit: int) -> tuple[str, str]:
    """`text` squeezed, as what fits into `limit` characters and the rest, parted between words.

    A first word longer than the limit is broken. Joined by a blank (or by nothing after a broken
    word) both parts give the squeezed text again.
    """
    whole = squeeze(text)
    if len(whole) <= limit:
        return whole, ""
    at = whole.rfind(" ", 0, limit + 1)
    if at <= 0:
        return whole[:limit], whole[limit:]
    return whole[:at], whole[at + 1 :]


def latin1(text: str) -> str:
    """`text` in U+0000 to U+00FF, for FatturaPA's Latin types (facts, section 6).

    Accented Latin-1 letters stay; other letters lose their marks, signs get their customary spelling,
    and what has none (emoji, other scripts) is left out.
    """
    return _poorer(text, "latin-1")


def ascii_only(text: str) -> str:
    """`text` in ASCII, for FatturaPA's String types; otherwise as `latin1`."""
    return _poorer(text, "ascii")


def _poorer(text: str, charset: str) -> str:
    spelled = unicodedata.normalize("NFC", text).translate(_SIGNS)
    kept = "".join(sign if _fits(sign, charset) else _folded_into(sign, charset) for sign in spelled)
    return squeeze(kept)


def _fits(sign: str, charset: str) -> bool:
    return ord(sign) < (0x80 if charset == "ascii" else 0x100)


def _folded_into(sign: str, charset: str) -> str:
    return fold(sign).encode(charset, "ignore").decode(charset)


def ksef_forbidden(text: str) -> tuple[str, ...]:
    """The characters of `text` that KSeF refuses, each once, as `U+0085`-like names, in order."""
    found = dict.fromkeys(_KSEF_FORBIDDEN.findall(text))
    return tuple(f"U+{ord(sign):04X}" for sign in found)


def ksef_clean(text: str) -> str:
    """`text` without the characters that KSeF refuses."""
    return _KSEF_FORBIDDEN.sub("", text)
