# make demo: set up and build the sample office into out/     make test: set up and run the tests
SHELL := /bin/bash
BIN := .venv/bin
OFFICE := samples/jinzhong-2022
BUILD := $(BIN)/briefgen build --office $(OFFICE) --out out --final

.PHONY: setup demo pictures test validate full bench clean
.DEFAULT_GOAL := demo

setup:
	@tools/setup.sh

# December 2022's briefing and the year's summaries, then the plans of 2023's campaigns and the results of the one held
demo: setup
	@$(BUILD) monthly --period 2022-12
	@$(BUILD) summary --period 2022-12 --date 2023-01-10
	@$(BUILD) summary --period 2022-12 --date 2023-01-10 --unit 寿阳县
	@$(BUILD) campaign --period 2023-01 --date 2023-02-03 --issue-no 3
	@$(BUILD) campaign --period 2023-01 --date 2023-02-03 --part results

# The pages that the READMEs show (wants pdftoppm, from poppler-utils)
pictures: demo
	@mkdir -p docs/pictures
	@pdftoppm -r 72 -png -singlefile -f 1 out/2022-12/晋中市-月度工作简报.pdf docs/pictures/briefing
	@pdftoppm -r 72 -png -singlefile -f 5 out/2023-01/晋中市-招商活动方案-总体方案.pdf docs/pictures/plan

test: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto --dist loadgroup

validate: setup
	@tools/validate.sh

full: setup
	@BRIEFGEN_FULL=1 $(BIN)/pytest

bench: setup
	@$(BIN)/python -m tests.bench.bench

clean:
	rm -rf out .venv .cache
