"""The report names the seed, so that a run that failed can be repeated, and shows what happened how often."""

import pytest

from tests.faults.matrix import Matrix
from tests.faults.plan import CALLS, SEED

_MATRIX = pytest.StashKey[Matrix]()


@pytest.fixture
def fault_matrix(request: pytest.FixtureRequest) -> Matrix:
    """Of all runs of this session."""
    return request.config.stash.setdefault(_MATRIX, Matrix())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Where the plan of the random faults came from, and the matrix."""
    terminalreporter.write_line(f"random faults: {CALLS} calls a run, FAULTS_SEED={SEED}")
    for line in config.stash.get(_MATRIX, Matrix()).lines():
        terminalreporter.write_line(line)
