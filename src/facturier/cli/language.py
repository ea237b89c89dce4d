"""Which language to speak."""

import os
from collections.abc import Mapping

_NAMES = ("FACTURIER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language(chosen: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """A two-letter code: what was chosen, else what the environment says, else English."""
    said = chosen or next((environ[name] for name in _NAMES if environ.get(name)), "")
    code = said.replace("-", "_").split("_")[0].split(".")[0].lower()
    return code if len(code) == 2 and code.isalpha() else "en"
