"""`make fix`: format both halves, and mend what the linters can mend by themselves."""

from check import SCRIPT_FOLDERS
from project import BACKEND, ROOT, VENV, interruptible, run

RUFF = str(VENV / "bin" / "ruff")


def main() -> None:
    """Python first, then TypeScript."""
    run("ruff", [RUFF, "check", "--fix", "--quiet", ".", *SCRIPT_FOLDERS], cwd=BACKEND)
    run("ruff format", [RUFF, "format", "--quiet", ".", *SCRIPT_FOLDERS], cwd=BACKEND)
    run("prettier", ["npx", "--no-install", "prettier", "--write", "--log-level", "warn", "."], cwd=ROOT)
    run("eslint", ["npx", "--no-install", "eslint", ".", "--fix"], cwd=ROOT)


if __name__ == "__main__":
    interruptible(main)
