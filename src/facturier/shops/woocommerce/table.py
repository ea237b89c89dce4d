"""Where plug-ins keep what WooCommerce has no field for: meta keys by what they mean, as a person may extend them.

Lines of `meaning = key, key`; of all keys of a meaning the first with a value counts. A point walks into a value that
is an object: `av_facturare.cui`. An order's meta data is a list of pairs, so that a key may occur several times:
then the last one with a value counts, as a plug-in adds before it removes.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from facturier.ports.buyers import means_yes

FIELDS = frozenset(
    (
        *("tax_id", "personal_id", "registration", "recipient_code", "pec"),
        *("bank", "iban", "company", "company_name", "invoice_asked"),
    )
)
META_KEYS = """\
tax_id = _billing_cui, billing_cui, smartbill_billing_cif, av_facturare.cui, _billing_nip, billing_nip
tax_id = _billing_piva, billing_piva, _billing_vat_number, _billing_vat, billing_vat, _vat_number, vat_number
tax_id = VAT Number, _billing_eu_vat_number, _eu_vat_evidence, yweu_billing_vat, _billing_vat_id, _shipping_vat_id
tax_id = _billing_dic, _billing_eu_vat, _billing_btw_nummer
personal_id = smartbill_billing_cnp, _billing_cnp, av_facturare.cnp, _billing_cf, billing_cf
personal_id = _billing_codice_fiscale, billing_codice_fiscale
registration = _billing_nr_reg_com, billing_nr_reg_com, smartbill_billing_nr_reg_com, av_facturare.nr_reg_com
recipient_code = _billing_sdi, billing_sdi, _billing_codice_destinatario, billing_codice_destinatario
pec = _billing_pec, billing_pec, _billing_pec_email, _billing_emailpec
bank = av_facturare.nume_banca
iban = av_facturare.iban
company = smartbill_billing_type, av_facturare.tip_facturare
company_name = smartbill_billing_company_name
invoice_asked = _billing_faktura, _billing_invoice_type"""
TOOLS = """\
Oblio; oblio_invoice_number; oblio_invoice_series_name; oblio_invoice_link
SmartBill; smartbill_document_number, smartbill_invoice_id, smartbill_invoice_log; smartbill_invoice_series; \
smartbill_document_url, smartbill_public_link, smartbill_private_link"""

_PERSON = frozenset(
    ("pers-fiz", "pf", "private", "person", "individual", "fizica", "persoana fizica", "0", "no")
)
_COMPANY = frozenset(("pers-jur", "pj", "company", "business", "juridica", "persoana juridica", "1", "yes"))


class ToolRule(NamedTuple):
    """Keys under which another invoicing tool names its document."""

    tool: str
    numbers: tuple[str, ...]
    series: tuple[str, ...]
    links: tuple[str, ...]


Keys = Mapping[str, tuple[str, ...]]


def parse_keys(text: str) -> Keys:
    """`meaning = key, key` lines. Raises ValueError naming the line."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines(text):
        name, equals, keys = (part.strip() for part in line.partition("="))
        if not equals or name not in FIELDS:
            raise ValueError(f"not `meaning = key, key` with a known meaning: {line}")
        found[name] = (*found.get(name, ()), *_listed(keys))
    return found


def parse_tools(text: str) -> tuple[ToolRule, ...]:
    """`tool; keys of the number; of the series; of the link` lines. Raises ValueError naming the line."""
    rules = []
    for line in _lines(text):
        name, *columns = (part.strip() for part in line.split(";"))
        numbers, series, links, *more = (*map(_listed, columns), (), (), ())
        if not name or not (numbers or links) or any(more):
            raise ValueError(f"not `tool; keys of the number; of the series; of the link`: {line}")
        rules.append(ToolRule(name, numbers, series, links))
    return tuple(rules)


class Meta:
    """The meta data of one order."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self._values: dict[str, Any] = {}
        for key, value in pairs:
            if not _empty(value) or key not in self._values:
                self._values[key] = value

    def value(self, key: str) -> Any:
        """What stands under a key or, with a point, within it; None for nothing."""
        if key in self._values:
            return self._values[key]
        whole, _, rest = key.partition(".")
        found = self._values.get(whole)
        for step in rest.split(".") if rest else ():
            found = found.get(step) if isinstance(found, dict) else None
        return found if rest else None

    def has(self, keys: Iterable[str]) -> bool:
        return any(not _empty(self.value(key)) for key in keys)

    def words(self, keys: Iterable[str]) -> str:
        """The first value that is a text or a number; empty for nothing."""
        for key in keys:
            value = self.value(key)
            if isinstance(value, str | int | Decimal) and not isinstance(value, bool) and not _empty(value):
                return str(value).strip()
        return ""

    def yes(self, keys: Iterable[str]) -> bool | None:
        """None where nothing is said."""
        for key in keys:
            value = self.value(key)
            if value is not None and isinstance(value, str | int | Decimal):
                return value if isinstance(value, bool) else means_yes(str(value).strip())
        return None

    def company(self, keys: Iterable[str]) -> bool | None:
        """What a checkout's choice between company and person says; None where it is not understood."""
        said = self.words(keys).lower()
        return True if said in _COMPANY else False if said in _PERSON else None


def _empty(value: Any) -> bool:
    """Nothing is there; zero is something."""
    return (
        value is None
        or value == ""
        or value == []
        or value == {}
        or (isinstance(value, str) and not value.strip())
    )


def _listed(keys: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in keys.split(",") if key.strip())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
