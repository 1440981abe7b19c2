import { tool } from '@openai/agents/realtime';
import type { ManifestEntry } from '@/contract/manifest';
import type { ConversationMessage, ToolAnswer } from '@/contract/tool-call';
import type { Emit, ToolRunner } from './tool-runner';

type SdkTool = ReturnType<typeof tool>;
type RawParameters = Extract<Parameters<typeof tool>[0], { strict: false }>['parameters'];

/** What a tool needs from the session it runs in. */
export interface ToolPorts {
  run: ToolRunner;
  emit: Emit;
  conversation: () => ConversationMessage[];
  onAnswer: (answer: ToolAnswer) => void;
}

/** The SDK's tool for one manifest entry, as one agent calls it. */
export function toSdkTool(entry: ManifestEntry, agent: string, ports: ToolPorts): SdkTool {
  return tool({
    name: entry.name,
    description: entry.description,
    // The toolserver publishes whole JSON Schemas; the SDK's type describes only a part of them, and passes all on.
    parameters: entry.parameters as RawParameters,
    strict: false,
    execute: async (input, _context, details) => {
      const callId = details?.toolCall?.callId ?? crypto.randomUUID();
      return execute({ entry, agent, callId, input: asArguments(input) }, ports);
    },
  });
}

interface Execution {
  entry: ManifestEntry;
  agent: string;
  callId: string;
  input: Record<string, unknown>;
}

async function execute({ entry, agent, callId, input }: Execution, ports: ToolPorts): Promise<string> {
  const startedAt = performance.now();
  ports.emit({ type: 'tool.called', callId, tool: entry.name, arguments: input, agent });
  const { outcome, answer } = await ports.run({
    callId,
    tool: entry.name,
    arguments: input,
    agent,
    conversation: ports.conversation(),
  });
  ports.emit({ type: 'tool.finished', callId, outcome, answer, tookMs: Math.round(performance.now() - startedAt) });
  ports.onAnswer(answer);
  return JSON.stringify(answer);
}

function asArguments(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : {};
}
