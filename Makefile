# Everything runs in .venv, which the first target that needs it makes. Python 3.11+, pip and make suffice.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# pip of the machine installs into the environment: `ensurepip` is missing on some systems
PIP := $(PYTHON) -m pip --python $(BIN)/python --quiet --disable-pip-version-check

export SHNOR_HOME ?= $(CURDIR)/data
export DAGSTER_HOME ?= $(SHNOR_HOME)/.dagster

.PHONY: run test lint bench mutation ui sample clean

run: $(VENV)/.runtime ## install and run the whole chain on the sample
	$(BIN)/shnor run

test: $(VENV)/.dev ## run all tests, branches measured; what measures time runs after the rest, alone
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile -m "not alone" --cov --cov-report=
	$(BIN)/python -m pytest -m alone --cov --cov-append --cov-report=term

lint: $(VENV)/.dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev ## time by stage, against bare reading of the same files
	$(BIN)/python -m shnor_pipeline_tests.bench

mutation: $(VENV)/.dev ## put every kind of error into clean workbooks; what the rules say, as a table
	$(BIN)/python -m shnor_pipeline_tests.mutation.run

ui: $(VENV)/.runtime $(DAGSTER_HOME)/dagster.yaml ## Dagster on http://127.0.0.1:3000
	PYTHONWARNINGS='ignore:Function `dev_command`' $(BIN)/dagster dev --host 127.0.0.1 --port 3000 --workspace workspace.yaml

sample: $(VENV)/.runtime ## write the committed sample again
	rm -rf data/inbox data/reference
	$(BIN)/shnor sample --out data

clean: ## remove what runs made; inputs stay
	rm -rf data/.dagster data/.key data/.lock data/store data/quarantine data/returned data/reports data/public data/published

$(BIN)/python:
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.runtime: pyproject.toml .ci/constraints.txt | $(BIN)/python
	$(PIP) install --constraint .ci/constraints.txt --editable .
	touch $@

$(VENV)/.dev: pyproject.toml .ci/constraints.txt | $(BIN)/python
	$(PIP) install --constraint .ci/constraints.txt --editable '.[dev,postgres]'
	touch $@ $(VENV)/.runtime

$(DAGSTER_HOME)/dagster.yaml: shnor_pipeline/deployment/dagster.yaml shnor_pipeline/deployment/sqlite.yaml
	mkdir -p $(@D)
	cat $^ > $@
	$(BIN)/dagster instance info > /dev/null
