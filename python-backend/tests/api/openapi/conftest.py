"""The report names the seed, so that a run that found something can be repeated."""

import pytest

from tests.api.openapi.fuzzing import EXAMPLES, SEED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where the fuzzer's requests came from."""
    terminalreporter.write_line(f"fuzzing: {EXAMPLES} examples an operation, FUZZ_SEED={SEED}")
