"""What an account tells of itself: user, companies, VAT types, payment methods and accounts, numberings, plan."""

import re
from typing import Any

from facturier.systems.fattureincloud.sandbox import numbering
from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.call import Call
from facturier.systems.fattureincloud.sandbox.documents import resource
from facturier.systems.fattureincloud.sandbox.paper import EURO, LANGUAGES
from facturier.systems.fattureincloud.sandbox.replies import Json

LIMITS = {"clients": 5000, "suppliers": 5000, "products": 5000, "documents": 5000}
_BASIC_METHOD = ("id", "name", "is_default", "default_payment_account")


def user(call: Call) -> Json:
    return {
        "data": call.scene.book.user,
        "info": {"need_marketing_consents_confirmation": False, "need_password_change": False},
        "email_confirmation_state": {"need_confirmation": False},
    }


def companies(call: Call) -> Json:
    """All that the user sees; an accountant's hold those of the clients."""
    known = call.scene.book.companies
    inner = {id for one in known.values() for id in one.controls}
    told = [_company(one, known) for id, one in known.items() if id not in inner]
    if call.scene.switches.as_in_examples:
        for row in (*told, *(row for one in told for row in one["controlled_companies"])):
            row["vat_number"] = int(known[row["id"]].vat_number.removeprefix("IT"))
    return {"data": {"companies": told}}


def company(call: Call) -> Json:
    one, switches = call.company, call.scene.switches
    functions = {"stock": switches.stock_function, "e_invoice": switches.e_invoice_function, "archive": True}
    limits = {**LIMITS, "documents": switches.plan_limit or LIMITS["documents"]}
    return {
        "data": {
            "id": one.id,
            "name": one.name,
            "email": "info@example.it",
            "type": one.kind,
            "fic_license_expire": one.expires,
            "fic_plan_name": one.plan,
            "plan_info": {"limits": limits, "functions": functions},
            "is_accountant": one.kind == "accountant",
        }
    }


def usage(call: Call) -> Json:
    category = call.wanted("category")
    used = {"clients": len(call.company.clients), "documents": len(call.company.documents)}
    return {"data": {"limit": LIMITS.get(category, 0), "usage": used.get(category, 0)}}


def vat_types(call: Call) -> Json:
    call.needs("settings")
    exact = not call.scene.switches.as_in_examples
    return {"data": [one if exact else _as_in_examples(one) for one in call.company.vat_types]}


def methods(call: Call) -> Json:
    """With the SdI code only where more than the basic fields was asked for, as in the spec's example."""
    told = all_methods(call)
    if (call.asked.get("fieldset") or call.scene.switches.list_fieldset) == "basic":
        told["data"] = [{name: one[name] for name in _BASIC_METHOD} for one in told["data"]]
    return told


def all_methods(call: Call) -> Json:
    """The older list, of which the spec does not know."""
    call.needs("settings")
    coded = call.scene.switches.method_code
    return {"data": [one if coded else {**one, "ei_payment_method": None} for one in call.company.methods]}


def accounts(call: Call) -> Json:
    call.needs("settings")
    return {"data": call.company.accounts}


def favourites(call: Call) -> Json:
    """The older list, of which the spec does not know; it tells the favourite."""
    return {"data": [{**one, "favorite": place == 0} for place, one in enumerate(accounts(call)["data"])]}


def templates(call: Call) -> Json:
    return {"data": call.company.templates}


def creating(call: Call) -> Json:
    """All that a form for a new document needs."""
    type = call.wanted("type")
    call.needs(resource(type))
    year, one = call.scene.today.year, call.company
    told: dict[str, Any] = {
        "numerations": numbering.told(one, type, year, call.scene.switches),
        "dn_numerations": {str(year): {"": 1}},
        "default_values": {"default_template": one.templates[0], "notes": "", "use_gross_prices": False},
        "items_default_values": {"vat": one.vat_types[0]},
        "countries_list": ["Italia", "San Marino"],
        "currencies_list": [EURO],
        "templates_list": one.templates,
        "payment_methods_list": all_methods(call)["data"],
        "payment_accounts_list": one.accounts,
        "vat_types_list": one.vat_types,
        "languages_list": [{"code": code, "name": name} for code, name in LANGUAGES.items()],
    }
    return {"data": told}


def _as_in_examples(type: Json) -> Json:
    told = {name: value for name, value in type.items() if value or name not in ("is_disabled", "default")}
    return {**told, "ei_type": int(re.sub(r"\..*|\D", "", type["ei_type"]) or 0)}


def _company(one: Company, known: dict[int, Company]) -> Json:
    """The clients of an accountant are told with less, by the spec."""
    inner = [_company(known[id], known) for id in one.controls]
    for told in inner:
        del told["vat_number"], told["controlled_companies"]
    return {
        "id": one.id,
        "name": one.name,
        "type": one.kind,
        "access_token": f"legacy-{one.id}",
        "controlled_companies": inner,
        "fic_license_expire": one.expires,
        "fic_plan": one.plan,
        "connection_id": one.id + 1,
        "tax_code": one.tax_code,
        "vat_number": one.vat_number,
    }
