import { writeFile } from 'node:fs/promises';
import path from 'node:path';

const MODULE = 'account_tools';
const SOURCE = `"""Somebody's tool whose ids are longer than a float."""

from collections.abc import Callable
from typing import Any


def account_number(account: int) -> dict[str, Any]:
    """Look up an account by its number."""
    return {"account": account, "as_text": str(account)}


def all_tools() -> list[Callable[..., object]]:
    return [account_number]
`;

/** The environment of a toolserver that finds the module in the folder, outside the repository. */
export async function withAccountTools(folder: string): Promise<Record<string, string>> {
  await writeFile(path.join(folder, `${MODULE}.py`), SOURCE);
  return { TOOLSERVER_TOOLS: MODULE, PYTHONPATH: folder };
}
