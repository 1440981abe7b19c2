import { tool } from '@openai/agents/realtime';
import { parseExactly } from '@/contract/json-text';
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
      return execute({ entry, agent, callId, given: details?.toolCall?.arguments ?? JSON.stringify(input) }, ports);
    },
  });
}

interface Execution {
  entry: ManifestEntry;
  agent: string;
  callId: string;
  /** The arguments as the model wrote them. */
  given: string;
}

async function execute({ entry, agent, callId, given }: Execution, ports: ToolPorts): Promise<string> {
  const startedAt = performance.now();
  const { name: tool, title } = entry;
  ports.emit({ type: 'tool.called', callId, tool, title, arguments: parseExactly(given), agent });
  const { outcome, answer, output } = await ports.run({
    callId,
    tool,
    arguments: given,
    agent,
    conversation: ports.conversation(),
    timeoutMs: entry.timeout_s * 1000,
  });
  ports.emit({ type: 'tool.finished', callId, outcome, answer, tookMs: Math.round(performance.now() - startedAt) });
  ports.onAnswer(answer);
  return output;
}
