"""Magento's error answers (fact sheet, section 8): a message with places to fill in, and what fills them."""

from collections.abc import Sequence

from facturier.shops.magento.sandbox.amounts import Json


class Refusal(Exception):
    """An error answer. `parameters`: a list for %1, %2, a map for %name; `code` where Magento gives one."""

    def __init__(
        self,
        status: int,
        message: str,
        parameters: Sequence[str | int] | dict[str, str | int] = (),
        errors: Sequence[Json] = (),
        code: int = 0,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message}
        if errors:
            self.body["errors"] = list(errors)
        if code:
            self.body["code"] = code
        if parameters:
            self.body["parameters"] = parameters


def not_found() -> Refusal:
    return Refusal(404, "The entity that was requested doesn't exist. Verify the entity and try again.")


def no_route(status: int = 404) -> Refusal:
    return Refusal(status, "Request does not match any route.")


def not_acceptable(asked: str) -> Refusal:
    words = (
        'Server cannot match any of the given Accept HTTP header media type(s) from the request: "%1" '
        "with media types from the config of response renderer."
    )
    return Refusal(406, words, [asked])


def required(field: str) -> Refusal:
    return Refusal(400, '"%fieldName" is required. Enter and try again.', {"fieldName": field})


def not_authorized(resource: str) -> Refusal:
    """The same words for no token, a bad one and a missing right."""
    return Refusal(401, "The consumer isn't authorized to access %resources.", {"resources": resource})


def wrong_type(value: object, expected: str) -> Refusal:
    return Refusal(
        400,
        'The "%value" value\'s type is invalid. The "%type" type was expected. Verify and try again.',
        {"value": str(value), "type": expected},
    )


def invalid_document(kind: str, reasons: Sequence[str]) -> Refusal:
    """All reasons in one message, one a line. `kind`: Invoice, Shipment, Creditmemo."""
    return Refusal(400, f"{kind} Document Validation Error(s):\n" + "\n".join(reasons))


def internal_error(report: str) -> Refusal:
    words = "Internal Error. Details are available in Magento log file. Report ID: webapi-"
    return Refusal(500, words + report)
