"""How a client reaches a database: the embedded one, or any other by its URL."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict, make_conninfo


@dataclass(frozen=True)
class Address:
    """libpq connection parameters, by libpq's own names. `repr` shows no password."""

    parameters: dict[str, str] = field(repr=False)

    @classmethod
    def from_url(cls, url: str) -> "Address":
        """From a `DATABASE_URL` or any libpq connection string. Raises psycopg.ProgrammingError."""
        return cls({name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None})

    @classmethod
    def of_socket(cls, directory: Path, port: int, user: str, database: str, server_user: str) -> "Address":
        """A server of ours. `requirepeer` makes libpq check that `server_user` really runs it."""
        return cls(
            {
                "host": str(directory),
                "port": str(port),
                "user": user,
                "dbname": database,
                "requirepeer": server_user,
            }
        )

    def to_database(self, name: str) -> "Address":
        return Address(self.parameters | {"dbname": name})

    @property
    def database(self) -> str:
        return self.parameters.get("dbname", "")

    @property
    def conninfo(self) -> str:
        """For psycopg and libpq. Holds the password if there is one: never print it."""
        return make_conninfo("", **self.parameters)

    @property
    def public_conninfo(self) -> str:
        """Without the password, for a program's arguments, which every user of the machine can read."""
        return make_conninfo("", **{name: v for name, v in self.parameters.items() if name != "password"})

    @property
    def url(self) -> str:
        """As a `postgresql://` URL. Holds the password if there is one."""
        rest = dict(self.parameters)
        user, database = rest.pop("user", ""), rest.pop("dbname", "")
        password = rest.pop("password", "")
        login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
        query = urlencode(rest, quote_via=quote, safe="")
        return f"postgresql://{login}{'@' if login else ''}/{quote(database, safe='')}?{query}"

    def django(self) -> dict[str, object]:
        """As an entry of Django's `DATABASES`."""
        rest = dict(self.parameters)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": rest.pop("dbname", ""),
            "USER": rest.pop("user", ""),
            "PASSWORD": rest.pop("password", ""),
            "HOST": rest.pop("host", ""),
            "PORT": rest.pop("port", ""),
            "OPTIONS": rest,
        }
