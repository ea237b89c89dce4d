# Everything a newcomer needs: `make demo` and `make test`. Both set up what they use.
PYTHON ?= $(or $(shell for each in python3.13 python3.12 python3.11; do \
              "$$each" -c "" 2>/dev/null && echo "$$each" && break; done),python3)
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TEXTS  := $(patsubst %.po,%.mo,$(wildcard src/facturier/locale/*/LC_MESSAGES/django.po))
WORKERS ?= auto
SEEDS ?= 2000
KILLS ?= 50

.PHONY: demo test check types style rooms texts bench house lock clean prove prove-crashes prove-guards chaos

# COUNTRY=ro or it; both without. SERVE=1 leaves the pages up.
demo: $(READY) $(TEXTS)
	@$(BIN)/facturier demo $(if $(COUNTRY),--country $(COUNTRY)) $(if $(JSON),--json) $(if $(SERVE),--serve)

test: $(READY) $(TEXTS) check
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(READY) style types rooms texts

style: $(READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(READY)
	@$(BIN)/mypy

rooms: $(READY)
	@$(BIN)/lint-imports

texts: $(READY)
	@$(BIN)/python -m tools.texts check

bench: $(READY)
	@$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY))

# SEED=n tells the story of one seed, WITHOUT="guard" with that guard off. COVER=1 shows which lines of the
# flows and systems the stories visit. FIGURES=file keeps what was found: further seeds (FIRST=n) are added to it as long
# as the code is the same.
prove: $(READY) $(TEXTS)
	@$(BIN)/python -m tests.proof $(if $(SEED),replay $(SEED) $(if $(WITHOUT),--without "$(WITHOUT)") $(if $(SHRINK),--shrink),seeds $(SEEDS) $(if $(FIRST),--first $(FIRST)) $(if $(COVER),--cover) $(if $(FIGURES),--figures $(FIGURES)))

prove-crashes: $(READY) $(TEXTS)
	@$(BIN)/python -m tests.proof crashes $(if $(FIGURES),--figures $(FIGURES))

prove-guards: $(READY) $(TEXTS)
	@$(BIN)/python -m tests.proof guards $(if $(FIGURES),--figures $(FIGURES))

# Real processes under kill -9; figures of the largest run are in docs/proof/chaos.json.
chaos: $(READY) $(TEXTS)
	@$(BIN)/python -m tests.chaos --kills $(KILLS) $(if $(ORDERS),--orders $(ORDERS)) $(if $(SEED),--seed $(SEED)) $(if $(FIGURES),--figures $(FIGURES))

house: $(READY)
	@$(BIN)/python tools/house.py

lock: $(READY)
	@$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra sandbox -o requirements/facturier.txt
	@$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra sandbox --extra dev -o requirements/dev.txt

$(READY): requirements/dev.txt pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Facturier needs Python 3.11 or newer; set PYTHON=...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Facturier needs into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

%.mo: %.po | $(READY)
	@$(BIN)/python -m tools.texts compile

clean:
	rm -rf $(VENV) .facturier .mypy_cache .ruff_cache .pytest_cache .hypothesis
