# `make run` and `make test` set up what they need in .venv and do their work.
# Nothing is installed anew while pyproject.toml and constraints.txt stay as they are.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
RUN_READY := $(VENV)/.ready-run
TEST_READY := $(VENV)/.ready-test
CORPUS_READY := $(VENV)/.ready-corpus

.PHONY: help run test lint types format docs corpus firstsight facts formats train complexity structure measure likeness startup bench chaos scale pages samples wheel clean

help:
	@echo 'make run     read the samples in data/raw, write the tables to data/processed'
	@echo 'make test    lint, types and tests'
	@echo 'make format  put the code into the house form'
	@echo 'make docs    write docs/tables.md, docs/problems.md, docs/api.md and the excerpt in README.md anew'
	@echo 'make complexity the most complex functions of each part, beside the limit (the tests hold it)'
	@echo 'make structure rooms, floors and arrows of the code, and through how many rooms one PDF goes (none upwards, no circle)'
	@echo 'make measure how often rows of each confidence band are right; what language costs beside reading'
	@echo 'make likeness how well like objectives, follow-through and changes between plans are found'
	@echo 'make startup what commands cost before they work, and a second run over unchanged plans, as ratios'
	@echo 'make bench   pages a second of reading each format beside the bare library; words, cells and memory of PDFs'
	@echo 'make chaos   1,000 damaged files, 900 hostile ones, ten killed processes: what a run loses'
	@echo 'make scale   documents a minute on one and two workers, memory, the second run'
	@echo 'make pages   how long the report of 150 partnerships takes to make, how large it is, how fast it opens'
	@echo 'make corpus  render the corpus that models learn from (needs the tools named in corpus/README.md)'
	@echo 'make firstsight how well documents are read that are met for the first time, on the corpus'
	@echo 'make formats how well each format is read beside the PDF of the same content, on the corpus'
	@echo 'make facts   how often owners, dates and states are right where their cells and sentences are cut rightly'
	@echo 'make train   train the models that weigh readings, on the rendered corpus'
	@echo 'make samples make the documents of data/raw anew (needs Pango, see WeasyPrint)'
	@echo 'make wheel   build the package into dist/'
	@echo 'make clean   remove the environment and what was built'

run: $(RUN_READY)
	$(BIN)/safeplans run data/raw --output data/processed

test: lint types
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(TEST_READY)
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

types: $(TEST_READY)
	$(BIN)/mypy

docs: $(RUN_READY)
	$(BIN)/safeplans tables > docs/tables.md
	$(BIN)/safeplans codes > docs/problems.md
	$(BIN)/python docs/api.py > docs/api.md
	$(BIN)/python docs/excerpt.py

corpus: $(CORPUS_READY)
	$(BIN)/python -m corpus.building

firstsight: $(TEST_READY)
	$(BIN)/python benchmarks/firstsight.py

formats: $(CORPUS_READY)
	$(BIN)/python benchmarks/formats.py

facts: $(TEST_READY)
	$(BIN)/python benchmarks/facts.py --worst 10

train: $(CORPUS_READY)
	$(BIN)/python -m corpus.training --folds
	$(BIN)/python benchmarks/fit_choosing.py
	rm -f benchmarks/first_sight.csv
	$(BIN)/python benchmarks/confidence.py --corpus corpus/built --keep benchmarks/first_sight.csv
	$(BIN)/python benchmarks/confidence.py --fit benchmarks/first_sight.csv > $(VENV)/confidence.toml
	mv $(VENV)/confidence.toml extractors/vocabulary/confidence.toml

complexity: $(TEST_READY)
	$(BIN)/python benchmarks/complexity.py

structure: $(TEST_READY)
	$(BIN)/python benchmarks/structure.py

measure: $(RUN_READY)
	$(BIN)/python benchmarks/confidence.py
	$(BIN)/python benchmarks/grounding.py
	$(BIN)/python benchmarks/language.py

likeness: $(TEST_READY)
	$(BIN)/python benchmarks/likeness.py

startup: $(RUN_READY)
	$(BIN)/python benchmarks/startup.py

bench: $(RUN_READY)
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/reading_formats.py
	$(BIN)/python benchmarks/memory.py

chaos: $(RUN_READY)
	$(BIN)/python benchmarks/chaos.py

scale: $(RUN_READY)
	$(BIN)/python benchmarks/scale.py

pages: $(TEST_READY)
	$(BIN)/python benchmarks/report.py

samples: $(RUN_READY)
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[samples]'
	$(BIN)/python samples/make_samples.py
	$(BIN)/python samples/make_two_years.py

wheel: $(TEST_READY)
	$(PIP) wheel --quiet --no-deps --wheel-dir dist .

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or later is needed and was not found; name it: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'The environment could not be made. On Debian and Ubuntu first: apt install python3-venv' >&2; exit 1; }

$(RUN_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing into $(VENV) (once) …'
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[ocr]'
	@touch $@

$(TEST_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing into $(VENV), with what the tests need (once) …'
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[test,ocr]'
	@touch $@ $(RUN_READY)

$(CORPUS_READY): $(TEST_READY)
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[corpus]'
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
