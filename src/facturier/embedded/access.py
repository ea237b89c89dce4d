"""Who may connect: the user that runs Facturier, over our own socket, and nobody else.

The kernel tells PostgreSQL who is at the other end of the socket (peer authentication); the map says
that this one user may be both `facturier`, which the application is, and `postgres`, which only this
room is.
"""

from facturier.embedded.account import Account

APPLICATION = "facturier"
SUPERUSER = "postgres"
DATABASE = "facturier"
MAP = "facturier"


def hba_conf(tcp: bool) -> str:
    """The text of `pg_hba.conf`: peer on the socket; over TCP a password, for the application alone."""
    lines = [f"local all {SUPERUSER},{APPLICATION} peer map={MAP}"]
    if tcp:
        lines.append(f"host all {APPLICATION} 127.0.0.1/32 scram-sha-256")
    return "\n".join(lines) + "\n"


def ident_conf(client: Account) -> str:
    """The text of `pg_ident.conf`: `client` is the operating-system user that Facturier runs as."""
    return "".join(f'{MAP} "{client.name}" {role}\n' for role in (SUPERUSER, APPLICATION))


def first_statements() -> str:
    """What a new cluster is given. The application is no superuser; it may create test databases."""
    return (
        f"CREATE ROLE {APPLICATION} LOGIN CREATEDB;\n"
        f"CREATE DATABASE {DATABASE} OWNER {APPLICATION};\n"
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;\n"
    )
