"""The operations that are simulated, of the spec's 123 those that a bridge needs, and two that only clients know."""

import re
from collections.abc import Callable
from typing import Any

from facturier.systems.fattureincloud.sandbox import (
    documents,
    einvoice,
    entities,
    info,
    products,
    subscriptions,
    transforming,
)
from facturier.systems.fattureincloud.sandbox.call import Call

Handler = Callable[[Call], Any]
_DOCUMENTS = "/issued_documents"
_ONE = rf"{_DOCUMENTS}/(\d+)"
_CLIENTS = "/entities/clients"
_BIN = r"/bin/issued_documents"
_HOOKS = "/subscriptions"
_TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/user/info", info.user),
    ("GET", "/user/companies", info.companies),
    ("GET", "/company/info", info.company),
    ("GET", "/company/plan_usage", info.usage),
    ("GET", "/info/vat_types", info.vat_types),
    ("GET", "/info/payment_methods", info.methods),
    ("GET", "/info/payment_accounts", info.accounts),
    ("GET", "/settings/payment_methods", info.all_methods),
    ("GET", "/settings/payment_accounts", info.favourites),
    ("GET", "/settings/templates", info.templates),
    ("GET", f"{_DOCUMENTS}/info", info.creating),
    ("GET", _DOCUMENTS, documents.listed),
    ("POST", _DOCUMENTS, documents.create),
    ("POST", f"{_DOCUMENTS}/totals", documents.totals),
    ("GET", f"{_DOCUMENTS}/transform", transforming.prepare),
    ("GET", _ONE, documents.one),
    ("PUT", _ONE, documents.change),
    ("DELETE", _ONE, documents.delete),
    ("GET", f"{_ONE}/e_invoice/xml_verify", einvoice.verify),
    ("POST", f"{_ONE}/e_invoice/send", einvoice.send),
    ("GET", f"{_ONE}/e_invoice/error_reason", einvoice.reason),
    ("GET", _BIN, documents.binned),
    ("POST", rf"{_BIN}/(\d+)/recover", documents.recover),
    ("GET", "/products", products.listed),
    ("GET", r"/products/(\d+)", products.one),
    ("GET", _CLIENTS, entities.listed),
    ("POST", _CLIENTS, entities.create),
    ("GET", rf"{_CLIENTS}/(\d+)", entities.one),
    ("PUT", rf"{_CLIENTS}/(\d+)", entities.change),
    ("DELETE", rf"{_CLIENTS}/(\d+)", entities.delete),
    ("GET", _HOOKS, subscriptions.listed),
    ("POST", _HOOKS, subscriptions.create),
    ("GET", rf"{_HOOKS}/(SUB\d+)", subscriptions.one),
    ("PUT", rf"{_HOOKS}/(SUB\d+)", subscriptions.change),
    ("DELETE", rf"{_HOOKS}/(SUB\d+)", subscriptions.delete),
    ("POST", rf"{_HOOKS}/(SUB\d+)/verify", subscriptions.verify),
)
ROUTES = tuple((verb, re.compile(pattern), handler) for verb, pattern, handler in _TABLE)
