"""Order and route settings become a draft: mapping, totals, fitting, preflight, country knowledge. Pure."""
