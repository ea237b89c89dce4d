"""Documents of vendors and of real shops that are not part of the project. They lie in `shared/data` beside the
checkout, or where FACTURIER_SHARED_DATA says. What depends on them is left out where they are absent, and says so.
"""

import os
from pathlib import Path

DATA = Path(os.environ.get("FACTURIER_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
