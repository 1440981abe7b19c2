import 'server-only';
import type { Scenario } from '@/app/agentConfigs/types';
import type { ManifestEntry } from '@/contract/manifest';
import type { ExplainedTool, MissingTool } from '@/contract/missing-tool';
import { inWords } from '@/lib/in-words';

/** What the manifest has for a scenario: its own tools, and those that work in each. */
export function offeredTo(scenario: Scenario, manifest: readonly ManifestEntry[]): ManifestEntry[] {
  return manifest.filter((entry) => entry.scenario === null || entry.scenario === scenario.key);
}

/** The tools that a scenario's agents name and the manifest does not offer to it. */
export function missingFrom(scenario: Scenario, manifest: readonly ManifestEntry[]): MissingTool[] {
  const offered = new Set(offeredTo(scenario, manifest).map(({ name }) => name));
  return scenario.agents.flatMap(({ name: agent, tools }) =>
    tools.filter((tool) => !offered.has(tool)).map((tool) => ({ agent, tool, reason: reasonOf(tool, manifest) })),
  );
}

function reasonOf(tool: string, manifest: readonly ManifestEntry[]): string {
  const others = manifest.find(({ name }) => name === tool);
  return others === undefined
    ? 'no tool has that name'
    : `that tool belongs to scenario ${JSON.stringify(others.scenario)}`;
}

/** Where a tool is looked for: the manifest of which toolserver, for which scenario. */
export interface Search {
  scenario: Scenario;
  manifest: readonly ManifestEntry[];
  toolserverUrl: string;
}

/** What a missing tool would be for, and a sentence that names both places that can be changed. */
export function explained({ agent, tool, reason }: MissingTool, search: Search): ExplainedTool {
  const file = `src/app/agentConfigs/${search.scenario.key}/${agent}.ts`;
  // An address may carry credentials, which the origin leaves out.
  const place = `the toolserver at ${new URL(search.toolserverUrl).origin}`;
  const note = `agent ${JSON.stringify(agent)} in ${file} names tool ${JSON.stringify(tool)}, which ${place} does not have: ${reason}`;
  const title = search.manifest.find(({ name }) => name === tool)?.title ?? inWords(tool);
  return { agent, tool, reason, title, note };
}
