# Developers' commands. Everything they use is set up in this folder by `./run` and `./test` (or `make setup`).
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/.venv/bin:$(PATH)
PYTHON ?= python3

# The tools themselves, without the front end: what most commands need first.
.PHONY: tools
tools:
	@$(PYTHON) -m tools.setup --no-build

.PHONY: help setup run test lint format types arrows generate build server unit e2e firefox pictures bench lock clean

help: ## List these commands
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install everything for development (Python, Node, npm packages) and build the front end
	@$(PYTHON) -m tools.setup

run: ## Serve on http://localhost:8000 (options: ./run --help)
	@./run

test: ## Run every check and test, as CI does
	@./test

lint: ## Lint and format checks, Python and TypeScript
	@./test lint

format: tools ## Format and fix what can be fixed by itself
	@ruff format . && ruff check --fix . && npm run --silent format

types: ## basedpyright and tsc
	@./test types

arrows: ## Import rules of both languages
	@./test arrows

generate: tools ## Make generated files again (schemas, types, references)
	@python -m tools.generate

build: tools ## Build the front end
	@npm run --silent build

server: ## Python tests (one file: .venv/bin/pytest server/tests/...)
	@./test server

unit: ## TypeScript unit tests
	@./test unit

e2e: ## Tests in a real Chromium (one: ./test e2e -- -g "name")
	@./test e2e

firefox: ## A smoke in Firefox, on the visitor's side and on the agent's
	@./test firefox

pictures: ## Take the pictures of the docs anew, from the product as it is
	@./test e2e -- --config e2e/pictures.config.ts

bench: tools ## Measure speed beside its peers
	@python -m bench

lock: ## Lock Python and npm dependencies again after a change of pyproject.toml or a package.json
	@$(PYTHON) -m tools.lock

clean: ## Remove everything that setup and builds made (keeps ./data)
	@rm -rf .venv .tools node_modules packages/*/dist examples/*/dist reports
