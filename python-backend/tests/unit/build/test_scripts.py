"""The scripts behind the Makefile, through their command lines and functions."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


def run_script(code: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a few lines with the scripts folder on the path."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "scripts",
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_port_in_use_is_named_with_its_setting_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run_script(
            "from programs import programs, settings; programs(settings(), reload=False)[0].require_free_port()",
            {"TOOLSERVER_PORT": str(port)},
        )

    assert done.returncode == 1
    assert f"port {port} is in use" in done.stderr
    assert "TOOLSERVER_PORT" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_program_that_ends_is_reported_with_what_it_wrote_last() -> None:
    done = run_script(
        "import os, sys, pathlib, programs\n"
        "command = [sys.executable, '-c', 'print(\"no such setting\"); raise SystemExit(3)']\n"
        "program = programs.Program('broken', command, pathlib.Path('.'), os.environ, 'PORT', '/')\n"
        "program.start(); program.wait_or_kill()\n"
        "print('code', program.exit_code(), program.last_line())"
    )

    assert "code 3" in done.stdout
    assert "no such setting" in done.stdout


def test_a_port_that_is_no_number_is_named_in_one_line() -> None:
    done = run_script("from programs import settings; settings()", {"PORT": "web"})

    assert done.returncode == 1
    assert done.stderr.strip() == "frontdesk: PORT must be a port number, and it is 'web'"


def test_addresses_follow_from_the_ports() -> None:
    done = run_script(
        "from programs import settings; env = settings(); print(env['TOOLSERVER_URL'], env['REALTIME_URL'])",
        {"TOOLSERVER_PORT": "18001", "VOICE_ENGINE_PORT": "18002", "OPENAI_API_KEY": ""},
    )

    assert done.stdout.split() == ["http://127.0.0.1:18001", "http://127.0.0.1:18002/v1"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=1", "1"),
        ('A="two words"', "two words"),
        ("export A=x", "x"),
        ("A=x # why", "x"),
        ("A='#1'", "#1"),
        ("A=            # blank", ""),
        ('A="abc" # why', "abc"),
        ("A=\t# why", ""),
        ("A=3000   # page", "3000"),
    ],
)
def test_the_env_file_is_read_as_people_write_it(tmp_path: Path, line: str, value: str) -> None:
    (tmp_path / ".env").write_text(f"# a comment\n\n{line}\n")
    done = run_script(
        "import os, pathlib, programs; print(programs.read_env_file(pathlib.Path(os.environ['ENV_FILE']))['A'])",
        {"ENV_FILE": str(tmp_path / ".env")},
    )

    assert done.stdout.rstrip("\n") == value


@pytest.mark.parametrize(
    ("package", "system", "processor"),
    [
        ("@next/swc-darwin-arm64", "darwin", "arm64"),
        ("@next/swc-win32-x64-msvc", "win32", "x64"),
        ("@rollup/rollup-linux-arm-gnueabihf", "linux", "arm"),
    ],
)
def test_a_platform_package_is_described_by_its_name(package: str, system: str, processor: str) -> None:
    done = run_script(
        "import os, lock_npm; entry = lock_npm.platform_entry(os.environ['PACKAGE'], '1', dev=False); "
        "print(*entry['os'], *entry['cpu'])",
        {"PACKAGE": package},
    )

    assert done.stdout.split() == [system, processor]


def test_make_help_names_every_target() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    for target in ("setup", "run", "dev", "test", "check", "fix", "bench"):
        assert f"make {target} " in done.stdout


def test_a_part_of_the_soak_that_takes_too_long_is_ended_and_named_with_its_seed() -> None:
    done = run_script(
        "import sys, soak\n"
        "soak.PARTS = (soak.Part('slow', 'takes longer than it may', 'tests/unit', 'SLOW_SEED', limit_s=0),)\n"
        "sys.argv = ['soak.py', 'slow']\n"
        "soak.main()",
        {"SLOW_SEED": "7"},
    )

    assert done.returncode == 1
    assert "FAIL slow (SLOW_SEED=7" in done.stdout
    assert "make soak failed: slow" in done.stderr


def test_a_part_that_the_soak_does_not_have_is_named_with_those_it_has() -> None:
    done = run_script("import sys, soak; sys.argv = ['soak.py', 'fuzzing']; soak.main()")

    assert done.returncode == 1
    assert "there is no part 'fuzzing'; there are fuzz" in done.stderr
