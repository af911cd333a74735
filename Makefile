# Milepost: `make run` sets everything up and serves; `make test` sets everything up and runs every test.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.PHONY: help setup run chat train test coverage check format bench evaluate lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## make .venv from requirements.lock and prepare the language models
	@sh tools/setup.sh

run: setup ## set up, train if needed, serve, print the addresses
	@$(BIN)/milepost run

chat: setup ## talk to the bot in this terminal
	@$(BIN)/milepost chat

train: setup ## train the model
	@$(BIN)/milepost train

test: setup ## run every test
	@sh tools/test.sh

coverage: setup ## run every test and show what none of them reaches
	@$(BIN)/coverage erase && sh tools/test.sh --cov --cov-append --cov-report=term

check: setup ## format, lint, types, import contract, data and catalogues
	@sh tools/check.sh

format: setup ## put the code into shape
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: setup ## measure, side by side with stock Rasa
	@$(BIN)/python -m benchmarks

evaluate: setup ## measure understanding on the held-out sets
	@$(BIN)/milepost evaluate

lock: setup ## resolve requirements.lock anew from pyproject.toml
	@sh tools/lock.sh

clean: ## remove what the commands made (not the database)
	@rm -rf .venv .cache build artifacts models/* .mypy_cache .ruff_cache .pytest_cache
