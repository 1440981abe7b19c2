import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { findScenario } from '@/app/agentConfigs';
import type { Scenario } from '@/app/agentConfigs/types';
import { conversationFile, type ConversationFile, type HeardValue, type WantedRow } from './format';
import { filled } from './wanted';

export const FOLDER = path.resolve(__dirname, '../../contracts/conversations');

/** What the caller says ('' is a turn without words), and what must be true once it is answered. */
export interface Line {
  say: string;
  then?: { heard: HeardValue[]; not_heard: HeardValue[]; rows?: WantedRow[] | undefined };
}

/** One file, with the scenario it is held in. */
export interface Conversation {
  /** Its folder and its name. */
  id: string;
  scenario: Scenario;
  file: ConversationFile;
  /** The turns with the caller's facts in them; undefined where rules answer. */
  lines?: Line[];
}

/** Every conversation of every folder. Raises for a folder that is no scenario, and for a file that is none. */
export function readConversations(folder = FOLDER): Conversation[] {
  const keys = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return keys.flatMap(({ name }) => readScenario(folder, name));
}

/** One conversation from the text of its file. */
export function readConversation(id: string, scenario: Scenario, text: string): Conversation {
  const parsed = conversationFile.safeParse(parse(text));
  if (!parsed.success) throw new Error(`${id}: ${z.prettifyError(parsed.error)}`);
  const file = parsed.data;
  requireFacts(id, file);
  const lines = file.turns?.map((turn) => lineOf(turn, file));
  return { id, scenario: withAdded(id, scenario, file.adds), file, ...(lines === undefined ? {} : { lines }) };
}

function readScenario(folder: string, key: string): Conversation[] {
  const scenario = findScenario(key);
  if (scenario === undefined) throw new Error(`contracts/conversations/${key}: there is no scenario of this key`);
  const files = readdirSync(path.join(folder, key)).filter((name) => name.endsWith('.yaml'));
  const conversations = files
    .sort()
    .map((name) =>
      readConversation(
        `${key}/${path.basename(name, '.yaml')}`,
        scenario,
        readFileSync(path.join(folder, key, name), 'utf8'),
      ),
    );
  requireOneAtMost(key, 'browser', conversations);
  requireOneAtMost(key, 'spoken', conversations);
  return conversations;
}

function requireOneAtMost(key: string, mark: 'browser' | 'spoken', conversations: readonly Conversation[]): void {
  const marked = conversations.filter(({ file }) => file[mark]).map(({ id }) => id);
  if (marked.length > 1) throw new Error(`${key}: only one file may be marked "${mark}": ${marked.join(', ')}`);
}

function requireFacts(id: string, { caller, turns, rules }: ConversationFile): void {
  const said = [...(turns ?? []), ...(rules ?? [])].flatMap((each) =>
    typeof each === 'string' ? each : 'say' in each ? each.say : [],
  );
  const named = said.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''));
  const unknown = named.find((name) => !(name in caller.facts));
  if (unknown !== undefined) throw new Error(`${id}: the caller has no fact "${unknown}"`);
}

function lineOf(turn: NonNullable<ConversationFile['turns']>[number], { caller }: ConversationFile): Line {
  if (typeof turn === 'string') return { say: filled(turn, caller.facts) };
  return { say: filled(turn.say, caller.facts), then: turn.then };
}

/** The scenario as someone's own shop might extend it. */
function withAdded(id: string, scenario: Scenario, adds: ConversationFile['adds']): Scenario {
  const unknown = Object.keys(adds).find((name) => !scenario.agents.some((agent) => agent.name === name));
  if (unknown !== undefined) throw new Error(`${id}: there is no agent "${unknown}"`);
  const agents = scenario.agents.map((agent) => ({ ...agent, tools: [...agent.tools, ...(adds[agent.name] ?? [])] }));
  return { ...scenario, agents };
}
