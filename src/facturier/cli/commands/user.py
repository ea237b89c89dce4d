"""`facturier user`: who may log in to the pages, and whose data they see there."""

import secrets
import sys
from typing import Annotated

import typer
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from facturier.cli import find
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import Session, session
from facturier.model.message import Message, say
from facturier.store.models import Member

BYTES = 12
Name = Annotated[str, typer.Argument(help="The name to log in with.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it once.")]
_HEADS = {"name": say("Name"), "organisations": say("Organisations"), "last_login": say("Last log-in")}


def add_to(app: typer.Typer) -> None:
    room = typer.Typer(help="Who may log in to the pages.", no_args_is_help=True)
    for name, command in (("add", add), ("password", password), ("remove", remove), ("list", listing)):
        room.command(name)(command)
    app.add_typer(room, name="user")


def add(
    context: typer.Context,
    name: Name,
    organisation: Annotated[
        list[str] | None, typer.Option(help="Sees this organisation alone; may be given again. Default: all.")
    ] = None,
    generate: Generate = False,
) -> Exit:
    """Let a person log in. The password is asked for, or made and printed once."""
    here = session(context)
    with here.world():
        owners = [find.organisation(each) for each in organisation or ()]
        if User.objects.filter(username=name).exists():
            raise Stop(say("There is a user %(name)s already.", name=name), Exit.USAGE)
        user = User(username=name, is_superuser=not owners)
        chosen, made = _password(here, user, generate)
        user.set_password(chosen)
        with transaction.atomic():
            user.save()
            Member.objects.bulk_create([Member(user=user, organisation=owner) for owner in owners])
    return _tell(here, say("%(name)s may log in.", name=name), user, chosen if made else "")


def password(context: typer.Context, name: Name, generate: Generate = False) -> Exit:
    """Give a user another password; every session of that person ends."""
    here = session(context)
    with here.world():
        user = _user(name)
        chosen, made = _password(here, user, generate)
        user.set_password(chosen)
        user.save()
    return _tell(here, say("%(name)s has a new password.", name=name), user, chosen if made else "")


def remove(context: typer.Context, name: Name) -> Exit:
    """Let a person log in no longer. What they did stays in the audit trail under their name."""
    here = session(context)
    with here.world():
        user = _user(name)
        user.delete()
    return _tell(here, say("%(name)s may not log in any more.", name=name), user)


def listing(context: typer.Context) -> Exit:
    """List who may log in."""
    here = session(context)
    with here.world():
        users = User.objects.prefetch_related("members__organisation").order_by("username")
        rows = [
            {
                "name": user.username,
                "organisations": _organisations(user),
                "last_login": user.last_login,
            }
            for user in users
        ]
    here.output.table(rows, _HEADS)
    here.output.value(rows)
    return Exit.DONE


def _organisations(user: User) -> Message | list[str]:
    if user.is_superuser:
        return say("all")
    return sorted(each.organisation.name for each in user.members.all())


def _user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        names = ", ".join(User.objects.order_by("username").values_list("username", flat=True)[:20]) or "-"
        raise Stop(say("There is nothing named %(name)s. There is: %(names)s.", name=name, names=names))
    return user


def _password(here: Session, user: User, generate: bool) -> tuple[str, bool]:
    """What the person typed, or one of ours where nobody sits at a terminal. Whether it is ours stands beside."""
    if generate or not sys.stdin.isatty() or here.output.as_json:
        return secrets.token_urlsafe(BYTES), True
    chosen = here.ask(say("Password"), "--generate", secret=True)
    try:
        validate_password(chosen, user)
    except ValidationError as error:
        raise Stop(say("That password is too weak."), Exit.USAGE, " ".join(error.messages)) from error
    if here.ask(say("The same once more"), "--generate", secret=True) != chosen:
        raise Stop(say("The two passwords differ; nothing was changed."), Exit.USAGE)
    return chosen, False


def _tell(here: Session, what: Message, user: User, made: str = "") -> Exit:
    here.output.say(what)
    if made:
        here.output.say(say("Password, shown this once: %(password)s", password=made))
    here.output.value({"name": user.username, "password": made or None})
    return Exit.DONE
