import { RealtimeSession, type RealtimeTransportLayer } from '@openai/agents/realtime';
import type { Scenario } from '@/app/agentConfigs/types';
import type { SessionAnswer } from '@/contract/session';
import { answerUnanswerable } from './answer-unanswerable';
import { boundOutputs } from './bounded-outputs';
import { recentMessages } from './recent-messages';
import { buildAgents, callableNames, known } from './sdk-agents';
import type { Emit, ToolRunner } from './tool-runner';

/** What a session is made of, whatever carries it. */
export interface SessionParts {
  scenario: Scenario;
  agent: string;
  answer: Pick<SessionAnswer, 'engine' | 'manifest' | 'model' | 'transcription_model' | 'voice'>;
  transport: RealtimeTransportLayer;
  /** The largest message that the transport carries; some carry any. */
  maxMessageBytes?: () => number;
  modality: 'audio' | 'text';
  run: ToolRunner;
  emit: Emit;
  onEndAsked: () => void;
}

/** The SDK's session, wired but not connected. */
export function buildSession(parts: SessionParts): RealtimeSession {
  const { answer, emit, scenario, transport } = parts;
  const agents = buildAgents({
    scenario,
    manifest: answer.manifest,
    engine: answer.engine,
    ports: {
      run: parts.run,
      emit,
      conversation: () => recentMessages(session.history),
      onAnswer: ({ result }) => {
        if (result?.next_action === 'end_call') parts.onEndAsked();
      },
    },
  });
  const current = (): string => session.currentAgent.name;
  const isDeclared = (tool: string): boolean => {
    const definition = scenario.agents.find((agent) => agent.name === current());
    return definition !== undefined && callableNames(definition).has(tool);
  };
  answerUnanswerable(transport, { emit, agent: current, knows: isDeclared });
  boundOutputs(transport, parts.maxMessageBytes ?? (() => Infinity));
  const session = new RealtimeSession(known(agents, parts.agent), { transport, ...options(parts) });
  return session;
}

function options({ answer, modality }: SessionParts): ConstructorParameters<typeof RealtimeSession>[1] {
  return {
    model: answer.model,
    tracingDisabled: answer.engine === 'local',
    config: {
      outputModalities: [modality],
      audio: {
        input: { transcription: { model: answer.transcription_model }, turnDetection: { type: 'semantic_vad' } },
        ...(answer.voice === null ? {} : { output: { voice: answer.voice } }),
      },
    },
  };
}
