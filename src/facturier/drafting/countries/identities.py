"""Identity numbers as people type them: what they are, their normal spelling, whether they can be real.

Check digits come from python-stdnum; nothing here asks a register. A number that passes may still
belong to nobody. Messages never repeat the number, for it may be a person's.
"""

import re
from functools import lru_cache

from msgspec import Struct
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
from stdnum.it import codicefiscale, iva
from stdnum.pl import nip, pesel
from stdnum.ro import cnp, cui

from facturier.drafting.countries.eu import MEMBER_STATES, VAT_PREFIXES, iso_country, vat_prefix
from facturier.drafting.countries.text import fold
from facturier.model.message import Message, say

RO_CUI, RO_CNP, RO_CONSUMER = "RO-CUI", "RO-CNP", "RO-CONSUMER"
IT_VAT, IT_CF, IT_CF_NUMERIC = "IT-PIVA", "IT-CF", "IT-CF11"
PL_NIP, PL_PESEL = "PL-NIP", "PL-PESEL"
PERSONAL_KINDS = frozenset({RO_CNP, IT_CF, PL_PESEL})

# ANAF takes these for a consumer who gave no CNP (facts, section 4).
CONSUMER_ZEROS = "0" * 13

_CHECKS = {
    RO_CUI: cui.validate,
    RO_CNP: cnp.validate,
    IT_VAT: iva.validate,
    IT_CF: codicefiscale.validate,
    IT_CF_NUMERIC: iva.validate,
    PL_NIP: nip.validate,
    PL_PESEL: pesel.validate,
}
_NATIONAL_VAT = {"RO": RO_CUI, "IT": IT_VAT, "PL": PL_NIP}
_TRADE_NAMES = {
    RO_CUI: "CUI",
    RO_CNP: "CNP",
    IT_VAT: "partita IVA",
    IT_CF: "codice fiscale",
    IT_CF_NUMERIC: "codice fiscale",
    PL_NIP: "NIP",
    PL_PESEL: "PESEL",
}
# Sixteen signs; digits may be letters where two people would share a code (omocodia).
_CODICE_FISCALE = re.compile(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]"
)
_LABEL = re.compile(
    r"^(?:CODICEFISCALE|PARTITAIVA|CODFISCAL|NRNIP|NIP|PESEL|PIVA|CIF|CUI|CNP|CF|VATNO|VATID|VAT|TVA)"
    r"(?=[A-Z]{0,3}[0-9]|[A-Z]{6}[0-9])"
)
_NOISE = re.compile(r"[^A-Z0-9]+")


class Identity(Struct, frozen=True, omit_defaults=True):
    """A number that was read.

    kind: `RO-CUI`, `RO-CNP`, `RO-CONSUMER` (zeros, whoever typed them), `IT-PIVA`, `IT-CF` (16 signs),
        `IT-CF11` (11 digits: provisional, or of a body), `PL-NIP`, `PL-PESEL`, `RO-ONRC`; `DE-VAT` and
        so on for the other EU states (`XI-VAT` for Northern Ireland); elsewhere `US-TAX`, `US-PERSON`,
        `US-REG`, which are taken as they are.
    normal: upper case, without blanks and signs, with the country prefix where it was typed.
    prefix: the country prefix of its VAT ids (`EL` for Greece), empty where there is none.
    prefixed: whether that prefix was typed. In Romania it says "registered for VAT".
    """

    kind: str
    normal: str
    prefix: str
    prefixed: bool
    valid: bool
    why: Message | None = None

    @property
    def bare(self) -> str:
        """Without the country prefix."""
        return self.normal.removeprefix(self.prefix) if self.prefixed else self.normal

    @property
    def vat_id(self) -> str:
        """With the country prefix, as EN 16931 BT-48 wants it."""
        return self.prefix + self.bare


@lru_cache(maxsize=4096)
def tax_id(text: str, country: str) -> Identity | None:
    """What was typed into a VAT or tax number field by somebody in `country` (ISO). None: no number at all.

    A personal number in that field is recognised as what it is. A foreign EU prefix wins over `country`.
    """
    compact = _compact(text)
    if not compact:
        return None
    country = iso_country(country)
    kind = guess_kind(text, country)
    if kind == RO_CONSUMER:
        return _zeros()
    if kind in PERSONAL_KINDS:
        return _checked(kind, compact, "")
    prefix = compact[:2] if _has_prefix(compact) else ""
    if prefix:
        foreign = _vat(compact[2:], _prefix(prefix), prefixed=True)
        if foreign.valid or prefix == _prefix(country) or country in MEMBER_STATES:
            return foreign
    if country in MEMBER_STATES:
        return _vat(compact, vat_prefix(country), prefixed=False)
    return Identity(f"{country}-TAX", compact, "", False, True)


@lru_cache(maxsize=4096)
def personal_id(text: str, country: str) -> Identity | None:
    """A person's number: CNP, codice fiscale (16 signs, or 11 digits), PESEL. None: no number at all."""
    compact = _compact(text)
    if not compact:
        return None
    country = iso_country(country)
    if _is_zeros(compact):
        return _zeros()
    if _CODICE_FISCALE.fullmatch(compact):
        return _checked(IT_CF, compact, "")
    if country == "IT":
        return _checked(IT_CF_NUMERIC if compact.isdigit() else IT_CF, compact, "")
    if country in ("RO", "PL"):
        return _checked(RO_CNP if country == "RO" else PL_PESEL, compact, "")
    return Identity(f"{country}-PERSON", compact, "", False, True)


def guess_kind(text: str, country: str) -> str:
    """What `text` is by its shape alone (see `Identity.kind`); empty where the shape says nothing."""
    compact, country = _compact(text), iso_country(country)
    if _is_zeros(compact):
        return RO_CONSUMER
    if _CODICE_FISCALE.fullmatch(compact):
        return IT_CF
    if compact.isdigit():
        return _kind_of_digits(len(compact), country)
    if _has_prefix(compact):
        prefix = _prefix(compact[:2])
        return _NATIONAL_VAT.get(prefix, f"{prefix}-VAT")
    return ""


def _kind_of_digits(length: int, country: str) -> str:
    if country == "RO":
        return RO_CNP if length == 13 else RO_CUI if 2 <= length <= 10 else ""
    if country == "PL":
        return {10: PL_NIP, 11: PL_PESEL}.get(length, "")
    if country == "IT":
        return IT_VAT if length == 11 else ""
    return f"{vat_prefix(country)}-VAT" if country in MEMBER_STATES else ""


def _compact(text: str) -> str:
    """Upper-case letters and digits alone, without a label such as `C.U.I.:` before them."""
    compact = _NOISE.sub("", fold(text).upper())
    return compact if _CODICE_FISCALE.fullmatch(compact) else _LABEL.sub("", compact, count=1)


def _prefix(letters: str) -> str:
    return "EL" if letters == "GR" else letters


def _has_prefix(compact: str) -> bool:
    return _prefix(compact[:2]) in VAT_PREFIXES and any(sign.isdigit() for sign in compact[2:])


def _is_zeros(compact: str) -> bool:
    """Zeros up to thirteen stand for "no CNP" (SmartBill takes any number of them)."""
    return 0 < len(compact) <= 13 and not compact.strip("0")


def _zeros() -> Identity:
    return Identity(RO_CONSUMER, CONSUMER_ZEROS, "", False, True)


def _vat(number: str, prefix: str, *, prefixed: bool) -> Identity:
    """A VAT or tax number of the EU state behind `prefix`; `number` comes without it."""
    kind = _NATIONAL_VAT.get(prefix, f"{prefix}-VAT")
    if prefix == "RO" and len(number) == 13:
        return _checked(RO_CNP, number, "")
    if kind in _CHECKS:
        return _checked(kind, number, prefix if prefixed else "", prefix)
    shown = prefix if prefixed else ""
    try:
        normal = eu_vat.validate(prefix + number)[2:]
    except ValidationError as problem:
        return Identity(kind, shown + number, prefix, prefixed, False, _why(f"{prefix} VAT id", problem))
    return Identity(kind, shown + normal, prefix, prefixed, True)


def _checked(kind: str, number: str, shown: str, prefix: str = "") -> Identity:
    try:
        _CHECKS[kind](number)
    except ValidationError as problem:
        return Identity(kind, shown + number, prefix, bool(shown), False, _why(_TRADE_NAMES[kind], problem))
    return Identity(kind, shown + number, prefix, bool(shown), True)


def _why(name: str, problem: ValidationError) -> Message:
    if isinstance(problem, InvalidChecksum):
        return say(
            "The check digit of this %(name)s is wrong: a digit was mistyped. Ask the buyer for the number.",
            name=name,
        )
    if isinstance(problem, InvalidComponent):
        return say(
            "A part of this %(name)s is impossible, such as a date. Ask the buyer for the number.",
            name=name,
        )
    return say(
        "This does not look like a %(name)s: length or signs are wrong. Correct it or clear the field.",
        name=name,
    )
