import { writeFile } from 'node:fs/promises';
import path from 'node:path';

const MODULE = 'workshop_tools';
const SOURCE = `"""What a shop might add on its own."""

from collections.abc import Callable
from datetime import date


def book_tuning(day: date, boards: int) -> str:
    """Book a tuning of snowboards in the workshop."""
    return f"The workshop expects you with {boards} boards on {day:%B} {day.day}."


def all_tools() -> list[Callable[..., object]]:
    return [book_tuning]
`;

/** The name of the tool that only this module has. */
export const UNSEEN_TOOL = 'book_tuning';

/** The environment of a toolserver that finds the module in the folder, outside the repository. */
export async function withUnseenTool(folder: string): Promise<Record<string, string>> {
  await writeFile(path.join(folder, `${MODULE}.py`), SOURCE);
  return { TOOLSERVER_TOOLS: MODULE, PYTHONPATH: folder };
}
