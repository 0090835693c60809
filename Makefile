# make demo: set up and build the sample office into out/     make test: set up and run the tests
SHELL := /bin/bash
BIN := .venv/bin
OFFICE := samples/jinzhong-2022
PERIOD := 2022-12

.PHONY: setup demo test lint validate full bench clean
.DEFAULT_GOAL := demo

setup:
	@tools/setup.sh

demo: setup
	@$(BIN)/briefgen build --office $(OFFICE) --period $(PERIOD) --out out

test: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto

validate: setup
	@tools/validate.sh

full: setup
	@BRIEFGEN_FULL=1 $(BIN)/pytest

bench: setup
	@$(BIN)/python tests/bench/bench.py

clean:
	rm -rf out .venv .cache
