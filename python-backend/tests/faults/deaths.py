"""Where a replica dies by SIGKILL: the call's own id says at which moment, and only the first replica there dies."""

import os
import signal
from enum import StrEnum
from pathlib import Path

FOLDER_VARIABLE = "FAULTS_FOLDER"


class Moment(StrEnum):
    """The moments in a call's life, in their order."""

    BEFORE_CLAIM = "before_claim"
    AFTER_CLAIM = "after_claim"
    DURING_TOOL = "during_tool"
    BEFORE_COMMIT = "before_commit"
    AFTER_COMMIT = "after_commit"


def deadly(call_id: str, moment: Moment) -> str:
    """The id of a call that takes its replica down at this moment."""
    return f"{call_id}~{moment}"


def deaths(folder: Path) -> list[str]:
    """The ids of the calls that a replica has died of."""
    return [file.name for file in folder.glob("*~*")]


def pass_by(moment: Moment, call_id: str | None) -> None:
    """Die here if the call says so and no replica has died of it yet."""
    if call_id is None or not call_id.endswith(f"~{moment}"):
        return
    try:
        os.close(os.open(Path(os.environ[FOLDER_VARIABLE]) / call_id, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
