"""The report names the seed, so that a run that failed can be repeated."""

import pytest

from tests.faults.plan import CALLS, SEED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where the plan of the random faults came from."""
    terminalreporter.write_line(f"random faults: {CALLS} calls a run, FAULTS_SEED={SEED}")
