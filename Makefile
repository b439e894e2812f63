# Every target sets up what it needs itself: Debian packages, then a virtual environment on Debian's own Python,
# the one that has the QGIS bindings. A second run finds everything there and installs nothing.

SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
QGIS_PACKAGES := qgis python3-qgis fonts-noto-cjk
TEST_PACKAGES := $(QGIS_PACKAGES) xvfb xauth imagemagick strace poppler-utils
PACKAGE_PACKAGES := pyqt5-dev-tools qttools5-dev-tools
PROFILE_DIR ?= $(HOME)/.local/share/QGIS/QGIS3/profiles/default
RELEASES ?= trixie sid

COUNTY := build/demo/county
SAMPLE_SOURCES := $(filter-out sample/demo.py,$(wildcard sample/*.py sample/*.yaml sample/*.csv))

export QT_QPA_PLATFORM ?= offscreen

.PHONY: help demo test soak lint package release install uninstall translations test-matrix clean

help:
	@echo "make demo | test | soak | lint | bench | package | release | install | uninstall | translations | test-matrix | clean"

.venv/ready: requirements.txt
	tools/apt_install python3-venv python3-yaml python3-lxml $(QGIS_PACKAGES)
	/usr/bin/python3 -m venv --clear --system-site-packages .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	touch $@

$(COUNTY)/ready: $(SAMPLE_SOURCES) | .venv/ready
	rm -rf $(COUNTY)
	$(PYTHON) -m sample.make_county --out $(COUNTY)
	touch $@

demo: .venv/ready $(COUNTY)/ready
	@tools/apt_install $(QGIS_PACKAGES)
	$(PYTHON) -m sample.demo --county $(COUNTY) --plan build/demo/plan.gpkg --output build/demo/output

test: .venv/ready
	@tools/apt_install $(TEST_PACKAGES) $(PACKAGE_PACKAGES)
	$(PYTHON) -m tools.run_tests

.venv-types/ready: requirements-types.txt
	tools/apt_install python3-venv
	/usr/bin/python3 -m venv --clear .venv-types
	.venv-types/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-types.txt
	touch $@

# the long form of what the tests try in short: kill points, hostile input, changed packages, cycles, a monkey; prints the figures
soak: .venv/ready
	@tools/apt_install $(TEST_PACKAGES)
	SOAK=1 $(PYTHON) -m pytest -q tests/durability tests/hostile tests/verify tests/qgis/test_endurance.py tests/qgis/test_monkey.py

lint: .venv/ready .venv-types/ready
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv-types/bin/python -m tools.check_qt6
	.venv-types/bin/python -m tools.check_qt6 --qt 5
	.venv/bin/lint-imports
	$(PYTHON) -m tools.check_imports
	$(PYTHON) -m tools.check_translations
	$(PYTHON) -m tools.check_templates

.venv-gate/ready: requirements-gate.txt
	tools/apt_install python3-venv
	/usr/bin/python3 -m venv --clear .venv-gate
	.venv-gate/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-gate.txt
	touch $@

# the zip, and what the plugin site would say to it
ADDRESS ?=
PLUGIN_ZIP = dist/jinchu_pingheng-$(shell sed -n 's/^version=//p' metadata.txt).zip

package: .venv/ready .venv-gate/ready
	@tools/apt_install $(PACKAGE_PACKAGES)
	$(PYTHON) -m tools.package --address "$(ADDRESS)"
	.venv-gate/bin/python -m tools.upload_gate $(PLUGIN_ZIP)

# as package, but with addresses of yours: make release ADDRESS='https://host/project mail@host'
release: .venv/ready .venv-gate/ready
	@tools/apt_install $(PACKAGE_PACKAGES)
	$(PYTHON) -m tools.package --address "$(ADDRESS)"
	.venv-gate/bin/python -m tools.upload_gate --release $(PLUGIN_ZIP)

install: .venv/ready
	@tools/apt_install $(PACKAGE_PACKAGES)
	$(PYTHON) -m tools.package --install "$(PROFILE_DIR)/python/plugins"

uninstall:
	rm -rf "$(PROFILE_DIR)/python/plugins/jinchu_pingheng"

translations: .venv/ready
	$(PYTHON) -m tools.check_translations --update

# S and M by default: make bench SIZES="S M L"; counties come from a generator that is no part of the project
SIZES ?= S M
COUNTY_MAKER ?= ../shared/bench/make_county.py
BENCH_COUNTY := build/bench/county

.PHONY: bench

.venv-bench/ready: requirements-bench.txt
	tools/apt_install python3-venv
	/usr/bin/python3 -m venv --clear .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-bench.txt
	echo '*' >.venv-bench/.gitignore
	touch $@

$(BENCH_COUNTY)/%/ready: | .venv-bench/ready
	@test -f "$(COUNTY_MAKER)" || { echo "no generator of counties at $(COUNTY_MAKER): make bench COUNTY_MAKER=FILE" >&2; exit 1; }
	mkdir -p $(@D)
	.venv-bench/bin/python "$(COUNTY_MAKER)" --size $* --out $(@D)
	touch $@

bench: .venv/ready .venv-bench/ready $(SIZES:%=$(BENCH_COUNTY)/%/ready)
	@tools/apt_install $(QGIS_PACKAGES)
	.venv-bench/bin/python -m bench.run --sizes $(SIZES)

test-matrix:
	@tools/apt_install debootstrap
	tools/test_matrix $(RELEASES)

clean:
	rm -rf build dist .venv .venv-bench .venv-types .venv-gate .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
