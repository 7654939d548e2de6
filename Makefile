# Commands of the project; `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: help run test check bench drill elasticsearch train-anonymity messages format guide-pdf pictures changelog clean

help: ## Shows this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(VENV)/.installed-run: pyproject.toml
	@echo "Umgebung wird eingerichtet (einmalig, rund eine Minute) ..."
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check .
	@touch $@

$(VENV)/.installed-test: pyproject.toml
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check '.[test,check,hybrid]'
	@touch $@ $(VENV)/.installed-run

run: $(VENV)/.installed-run ## Starts the library with demo content on http://127.0.0.1:8000/ (PORT=9000 for another port)
	@$(PY) manage.py serve_demo --port $(PORT)

test: $(VENV)/.installed-test ## Runs the whole test suite, on all cores
	@$(VENV)/bin/pytest -n auto --dist loadgroup $(ARGS)

check: $(VENV)/.installed-test ## Linters, types, contracts, migrations, translations, deployment checks
	@bash .ci/check

bench: $(VENV)/.installed-test ## Prints goals and figures beside plain Wagtail, writes them to bench-results/; fails past 1.3 times a norm (ARGS="cold kept")
	@$(PY) -m tests.benchmarks $(ARGS)

drill: $(VENV)/.installed-test ## Long forms of the tests; those of the database on PostgreSQL; breaks a cluster of three under load, rebuilds under load, compares both engines, publishes from many processes (tools/drill/setup.sh installs what is missing; DOCUMENTS=100000 PUBLISHES=500)
	@tools/drill/setup.sh
	@$(VENV)/bin/pytest -m drill
	@$(PY) -m tests.drills.postgres -m db
	@$(PY) -m tests.drills.cluster
	@$(PY) -m tests.drills.rebuild --documents $(or $(DOCUMENTS),100000)
	@$(PY) -m tests.benchmarks.engines --documents $(or $(DOCUMENTS),100000)
	@$(PY) -m tests.drills.writers --publishes $(or $(PUBLISHES),500)

elasticsearch: ## Starts a local Elasticsearch (ELASTICSEARCH_PORT=9200, NODES=3 for a cluster, ES_VERSION); needs Java 17 and Maven
	@exec tools/elasticsearch/start.sh

messages: $(VENV)/.installed-test ## Collects the interface strings and compiles the catalogues
	@$(PY) manage.py collect_messages

format: $(VENV)/.installed-test ## Formats code and templates
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix . && $(VENV)/bin/djlint templates --reformat --quiet || true

train-anonymity: $(VENV)/.installed-test ## Trains the anonymity model from DATA=folder
	@$(PY) -m tools.anonymity train --data $(DATA)

guide-pdf: ## Builds the PDF of the demo guide from its sections (needs WeasyPrint and pango)
	@$(PY) -m pip install --quiet --disable-pip-version-check '.[pdf]' && $(PY) manage.py build_publication_pdfs --to publications/demo

pictures: $(VENV)/.installed-test ## Takes the pictures in docs/bilder of a running library (ADDRESS=http://127.0.0.1:8000; needs Chromium)
	@$(PY) -m tools.pictures $(or $(ADDRESS),http://127.0.0.1:8000)

changelog: $(VENV)/.installed-test ## Shows what changelog.d/ holds; VERSION=1.0.0 writes it into CHANGELOG.md
	@$(VENV)/bin/towncrier build $(if $(VERSION),--yes --version $(VERSION),--draft --version Unveröffentlicht)

clean: ## Removes database, index and media of the demo
	@rm -rf db.sqlite3* var media
