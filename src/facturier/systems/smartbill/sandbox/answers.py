"""The shapes of the API's answers: A (business), B (request), C (credentials), D (mail), and HTML pages."""

from collections.abc import Callable
from typing import Any

import msgspec
from werkzeug.wrappers import Response

from facturier.sandbox.kit import page
from facturier.systems.smartbill.sandbox.switches import Switches

Fields = dict[str, Any]
NO_SERIES = "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."
BLOCKED = "Ati depasit numarul maxim de apeluri. Accesul este blocat 10 minute."
_DOCS = "https://api.smartbill.ro"
_TOMCAT = (
    "<!doctype html><html><head><title>HTTP Status 500 – Internal Server Error</title></head>"
    "<body><h1>HTTP Status 500 – Internal Server Error</h1></body></html>"
)
_encode = msgspec.json.Encoder(decimal_format="number").encode


class Refusal(Exception):
    """The business says no. `status` None is the usual one (see Switches.refusal_code)."""

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


class Halt(Exception):
    """An answer that is ready, out of the usual order."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


def as_json(fields: Any, status: int = 200) -> Response:
    return Response(_encode(fields), status, content_type="application/json")


def short(error: str = "", message: str = "", number: str = "", series: str = "", **more: Any) -> Fields:
    """Shape A as most operations answer."""
    return {"errorText": error, "message": message, "number": number, "series": series, **more}


def refused_short(text: str) -> Fields:
    return short(text, url="")


def refused_create(text: str) -> Fields:
    return short(text, url="", documentUrl="", documentId=-1, documentViewUrl="")


def refused_status(text: str) -> Fields:
    return short(text, invoiceTotalAmount=None, paidAmount=None, unpaidAmount=None, paid=False)


def refused_invoices(text: str) -> Fields:
    return short(text, areInvoicesCreated=False, invoices=[])


Refused = Callable[[str], Fields]


def request_error(status: int, path: str, code: str, message: str, param: str = "") -> Response:
    """Shape B: no errorText at all."""
    error = {"code": code, "message": message, "docUrl": _DOCS, "param": param}
    return as_json(
        {"status": status, "type": "invalid_request_error", "instance": path, "errors": [error]}, status
    )


def unauthorised(text: str) -> Response:
    """Shape C."""
    return as_json(
        {
            "key": "!.oresp@&",
            "successfully": False,
            "errorText": text,
            "errorCode": "0",
            "message": "",
            "operationExecuted": False,
            "cooldown": 0,
            "needsConsent": False,
        },
        401,
    )


def mailed(switches: Switches, code: int, message: str) -> Response:
    """Shape D."""
    shown = str(code) if switches.mail_code_text else code
    return as_json({"status": {"code": shown, "message": message}}, 200 if code == 0 else 400)


def server_error(switches: Switches) -> Response:
    if switches.server_error_body == "json":
        return as_json(refused_short("Internal Server Error!"), 500)
    return tomcat_page()


def tomcat_page() -> Response:
    return Response(_TOMCAT, 500, content_type="text/html;charset=utf-8")


def bad_gateway() -> Response:
    return page(502, "502 Bad Gateway")
