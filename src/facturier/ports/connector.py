"""What a connector folder offers to the registry: a few declared facts and two ways in."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, cast

import msgspec
from msgspec import Struct

from facturier.model.message import Message
from facturier.model.shapes import known
from facturier.ports.consent import Consent
from facturier.ports.exchange import HIDDEN
from facturier.ports.hooks import Hooks
from facturier.ports.http import Http
from facturier.ports.shop import Shop
from facturier.ports.system import System

S = TypeVar("S", bound="Settings")


class Settings(Struct, frozen=True, kw_only=True):
    """Base of every connector's settings: what a person enters to connect. Never shows a secret."""

    def __repr__(self) -> str:
        shown = (
            f"{name}={value if value is HIDDEN else repr(value)}" for name, value in self.__rich_repr__()
        )
        return f"{type(self).__name__}({', '.join(shown)})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """What rich prints, tracebacks included; a Struct's own would show everything."""
        return [
            (field.name, HIDDEN if field.secret else getattr(self, field.name))
            for field in describe(type(self))
        ]


class Connector(Struct, Generic[S], frozen=True):
    """name: entry-point name. title: as people know it. country: where it is used, or `` for anywhere.

    settings: a subclass of `Settings` whose fields are annotated with `setting(...)`.
    system / shop: opens the port; `http` is a factory so that a connector chooses base URL and limit scope.
    hooks: the same for a remote that can call us when an order or a document changed.
    sandbox: dotted path of the simulator's factory, loaded only on demand (`pkg.module:function`).
    inside: the same for the WSGI app that answers its calls, where what it speaks to is a part of Facturier and
    not a remote; the factory takes a `Clock`. errands: the same for a `Sequence[Errand]`, see `ports.errands`.
    consent: how a person grants access on the remote's own page, where it can be had so, see `ports.consent`.
    several_at_once: of one account, several create calls may be on their way; the system keeps its series in order
    by itself, and no room of it is ever taken (`Room.shared`).
    """

    name: str
    title: str
    settings: type[S]
    country: str = ""
    system: Callable[[S, "OpenHttp"], System] | None = None
    shop: Callable[[S, "OpenHttp"], Shop] | None = None
    hooks: Callable[[S, "OpenHttp"], Hooks] | None = None
    sandbox: str = ""
    inside: str = ""
    errands: str = ""
    several_at_once: bool = False
    consent: Consent | None = None

    def read(self, values: dict[str, Any]) -> S:
        """Typed settings out of stored or typed-in values; raises msgspec.ValidationError."""
        return msgspec.convert(values, known(self.settings), strict=False)

    def secrets(self) -> frozenset[str]:
        return frozenset(field.name for field in describe(self.settings) if field.secret)


OpenHttp = Callable[..., Http]


class SettingField(Struct, frozen=True):
    """One field of a settings form, as wizard, command line and docs show it.

    choices: name of the list in `Offers` to choose from (`series`, `vat`, ...), or empty.
    """

    name: str
    label: Message
    help: Message
    secret: bool
    required: bool
    choices: str
    default: Any


def setting(
    label: Message,
    help: Message | None = None,
    *,
    secret: bool = False,
    choices: str = "",
    lines: bool = False,
) -> msgspec.Meta:
    """Annotation of a settings field: `token: Annotated[str, setting(say("API token"), secret=True)]`.

    lines: a text of several lines, one entry each.
    """
    extra = {
        "label": label,
        "help": help or Message(""),
        "secret": secret,
        "choices": choices,
        "lines": lines,
    }
    return msgspec.Meta(extra=extra)


def describe(settings: type[Struct]) -> Sequence[SettingField]:
    """The form of a settings type, in order."""
    fields = []
    for field in cast(msgspec.inspect.StructType, msgspec.inspect.type_info(settings)).fields:
        extra = getattr(field.type, "extra", None) or {}
        fields.append(
            SettingField(
                name=field.name,
                label=extra.get("label", Message(field.name)),
                help=extra.get("help", Message("")),
                secret=extra.get("secret", False),
                required=field.required,
                choices=extra.get("choices", ""),
                default=None if field.required else field.default,
            )
        )
    return fields
