# The front door. `make demo` sets the machine up, builds everything and opens a shop; `make test` is what CI runs.

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

# Node as tools/setup.sh installs it, where Debian's is too old.
export PATH := $(CURDIR)/.tools/node_modules/.bin:$(PATH)

SETUP := .tools/setup.stamp
PACKAGES := node_modules/.stamp
FUZZ_SECONDS ?= 60
MESON_OPTIONS := $(if $(CI),-Dwerror=true)

# One static site per folder of web/ that can be built; each is made again when anything it is made from changed.
SITES := $(patsubst web/%/index.html,%,$(wildcard web/*/index.html))
BUNDLES := $(SITES:%=web/%/dist/index.html)
web_files = $(shell find $(wildcard $(1)) -type f -not -path '*/dist/*' -not -path '*/node_modules/*' -not -name '*.gen.*')

.PHONY: all setup program web demo test lint analyze bench check-asan check-tsan check-campaigns fuzz template-diff clean format settings-doc

all: program web

setup: $(SETUP)

$(SETUP): tools/setup.sh
	@tools/setup.sh
	@mkdir -p $(@D) && touch $@

# Ninja knows what is out of date, so it is always asked.
program: | $(SETUP)
	@tools/build.sh build $(MESON_OPTIONS)

$(PACKAGES): package.json package-lock.json $(wildcard web/*/package.json test/package.json) | $(SETUP)
	@echo 'npm: installing packages'
	@if [ -n "$$CI" ] || [ ! -d node_modules ]; then npm ci --silent; else npm install --silent; fi
	@touch $@

web: $(BUNDLES)

.SECONDEXPANSION:
web/%/dist/index.html: $(PACKAGES) $$(call web_files,web/$$* web/api-client docs/openapi.yaml)
	@echo 'web: building $*'
	@log=$$(npm run build --workspace web/$* 2>&1) || { printf '%s\n' "$$log"; exit 1; }
	@touch $@

demo: all
	@exec tools/demo.sh

test: all $(PACKAGES)
	@tools/test.sh

lint: all $(PACKAGES)
	@tools/lint.sh

# Minutes, not seconds: what gcc finds by following paths through functions.
analyze: | $(SETUP)
	@tools/build.sh build-analyze -Dwerror=true -Doptimization=1 -Dfuzzers=none -Dc_args=-fanalyzer

bench: all
	@bench/run.sh

# The long form of what `make test` does with 1,500 mails: worker, server and database are killed 20 times.
check-campaigns: all $(PACKAGES)
	@CAMPAIGN_MAILS=10000 CAMPAIGN_KILLS=20 STARTUPWEBAPP=$(CURDIR)/build/startupwebapp \
	  node --test --test-timeout=900000 --test-reporter=spec test/api/campaign_kill.test.js

# gcc's sanitizers; a finding ends the program, so that a test fails.
check-asan: $(PACKAGES) | $(SETUP)
	@tools/build.sh build-asan -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 \
	  '-Dc_args=-fno-sanitize-recover=all -fno-omit-frame-pointer'
	@ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
	  BUILD=build-asan PATIENCE=4 tools/test.sh unit api

check-tsan: $(PACKAGES) | $(SETUP)
	@tools/build.sh build-tsan -Db_sanitize=thread -Db_lundef=false -Doptimization=1
	@TSAN_OPTIONS=halt_on_error=1 BUILD=build-tsan PATIENCE=4 tools/test.sh unit api

fuzz: | $(SETUP)
	@CC=clang tools/build.sh build-fuzz -Db_sanitize=address,undefined -Db_lundef=false -Dfuzzers=libfuzzer \
	  '-Dc_args=-fsanitize=fuzzer-no-link -fno-sanitize-recover=all -fno-omit-frame-pointer'
	@tools/fuzz.sh build-fuzz $(FUZZ_SECONDS)

# Random templates, rendered by Django and by the program: SECONDS of them, other ones for another SEED.
template-diff: SECONDS ?= 60
template-diff: SEED ?= 1
template-diff: program
	@/usr/bin/python3 -c 'import django' 2>/dev/null || \
	  { echo 'template-diff: Django is missing: apt-get install python3-django'; exit 1; }
	@ninja -C build tools/template-diff/template-diff >build/template-diff.log || { cat build/template-diff.log; exit 1; }
	@/usr/bin/python3 tools/template-diff/template_diff.py --seconds $(SECONDS) --seed $(SEED) \
	  build/tools/template-diff/template-diff

format: | $(SETUP)
	@git ls-files -z '*.c' '*.h' | xargs -0 clang-format -i

# docs/settings.md from the table in src/app/settings.c.
settings-doc: program
	@tools/checks/settings.sh --write

clean:
	@rm -rf build build-* web/*/dist
