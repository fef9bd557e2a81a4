# Pintle's commands. `make run` and `make test` need nothing before them: they install, fetch and build what is missing.
PRESET ?= release
BUILD := build/$(PRESET)

.PHONY: help setup build run test test-clients bench bench-micro bench-outside crash lint format clean
help:  ## Lists the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20
setup:  ## Installs the Debian packages and checks Go (safe to repeat)
	@tools/setup
build: setup  ## Builds build/release/pintle and the symlink kube-apiserver beside it
	@cmake --preset $(PRESET) --log-level=WARNING
	@cmake --build $(BUILD)
run: build  ## Builds and starts the server on its embedded store
	@$(BUILD)/pintle serve
test: build  ## Everything that proves it: unit tests, vectors, recordings, real clients
	@tests/run $(BUILD)
test-clients: build  ## The client libraries of Java, JavaScript, Rust and Python, and controller-runtime
	@tools/setup clients
	@tests/run $(BUILD) java javascript $$(command -v cargo >/dev/null && echo rust) python controllerruntime
bench: build  ## Measures the whole server with the project's own load tool
	@bench/run load $(BUILD)
bench-micro: build  ## Measures its parts: codecs, cache, store, decisions
	@bench/run micro $(BUILD)
bench-outside: build  ## Measures it with ../shared/bench and compares with the figures recorded there
	@bench/run outside $(BUILD)
crash: build  ## Kills a writing store and cuts its power, thousands of times
	@$(BUILD)/tests/crash/crash_test $(BUILD)/tests/crash/crash_driver 3000
	@$(BUILD)/tests/crash/power_loss_test 2000
lint: build  ## Layers, headers that compile alone, format
	@tools/lint $(BUILD)
format:  ## Formats the sources in place
	@git ls-files '*.h' '*.cc' | xargs clang-format-19 -i
clean:  ## Removes the build folder
	@rm -rf build
