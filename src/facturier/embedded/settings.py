"""The server's settings: safe always, small on a small machine."""

from dataclasses import dataclass

LOCAL_CONF = "local.conf"

HEADER = f"""\
# Written by Facturier at each start. Your own settings go into {LOCAL_CONF} beside this file; they win.
"""

# Never less than this: `facturier doctor` refuses an installation where one of these is off.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}

# For clusters that are thrown away after a test run.
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

# About 100 MB with a dozen connections.
SMALL_MACHINE = {
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "effective_cache_size": "256MB",
    "max_connections": "100",
    # Containers give little /dev/shm, and queries here are small: no parallel workers.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "autovacuum_max_workers": "2",
    # The first orders of a shop come by thousands into empty tables, for which every plan reads the whole table.
    "autovacuum_naptime": "10s",
    "jit": "off",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    "random_page_cost": "1.1",
}

PLAIN = {
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "ISO, YMD",
    "default_text_search_config": "pg_catalog.simple",
}

# A log of one week. Statements and the details of errors carry buyers' data, so neither is logged.
LOG = {
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_line_prefix": "%m [%p] ",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True)
class Tuning:
    """What may differ between clusters.

    `tcp_port`: None for no TCP at all (the default), else the port on 127.0.0.1, with a password. Other
    machines are not served: the wheel's server is built without TLS. Use `DATABASE_URL` for that.
    `throwaway`: no durability; only for clusters of a test run.
    `read_only`: sessions may not write; for the old cluster while it is being upgraded.
    """

    tcp_port: int | None = None
    throwaway: bool = False
    read_only: bool = False


def settings_conf(tuning: Tuning, major: int) -> str:
    """The text of `settings.conf`."""
    durability = THROWAWAY if tuning.throwaway else DURABLE
    listen = {"listen_addresses": "" if tuning.tcp_port is None else "127.0.0.1"}
    # A throwaway cluster's log goes to the log of its start, and with it: one process less.
    log = {**LOG, "logging_collector": "off"} if tuning.throwaway else LOG
    # Test runs have many processes, and tests with a hundred threads.
    crowd = {"max_connections": "300"} if tuning.throwaway else {}
    # PostgreSQL 18 would keep three more processes for reading ahead.
    reading = {"io_method": "sync"} if major >= 18 else {}
    writing = {"default_transaction_read_only": "on" if tuning.read_only else "off"}
    settings = durability | SMALL_MACHINE | crowd | PLAIN | log | listen | reading | writing
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    return HEADER + "\n".join(lines) + f"\ninclude_if_exists '{LOCAL_CONF}'\n"
