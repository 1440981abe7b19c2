import type { RealtimeSession } from '@openai/agents/realtime';
import { ScriptedRealtimeTransport } from '@openai/agents/realtime/testing';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Scenario } from '@/app/agentConfigs/types';
import type { ManifestEntry } from '@/contract/manifest';
import { entryOf } from '@/contract/manifest.fake';
import { toolAnswer, type ToolAnswer } from '@/contract/tool-call';
import { buildSession } from './build-session';
import type { SessionEvent } from './session-events';
import { readAnswer } from './proxy-runner';
import type { OutgoingCall, RunAnswer, ToolRunner } from './tool-runner';

const BOOTS = '{"category":"boots"}';

type Told = Omit<SessionEvent, 'at'>;

const BASE = { greeting: 'Hello.', instructions: 'Help.', steps: [] };
const SCENARIO: Scenario = {
  key: 'shop',
  title: 'Shop',
  description: 'A shop.',
  startAgent: 'sales',
  agents: [
    { ...BASE, name: 'sales', publicDescription: 'Sells.', tools: ['lookupNewSales'], handoffs: ['returns'] },
    { ...BASE, name: 'returns', publicDescription: 'Takes back.', tools: ['lookupOrders'], handoffs: [] },
  ],
};

function entry(name: string): ManifestEntry {
  const properties = { category: { type: 'string' } };
  return entryOf(name, { parameters: { type: 'object', properties, required: ['category'] } });
}

let transport: ScriptedRealtimeTransport;
let session: RealtimeSession;
let told: Told[];
let ran: OutgoingCall[];
let hasEnded: boolean;
let run: ToolRunner;
let answer: Pick<RunAnswer, 'outcome' | 'answer'>;

beforeEach(async () => {
  transport = new ScriptedRealtimeTransport();
  told = [];
  ran = [];
  hasEnded = false;
  answer = { outcome: 'succeeded', answer: { call_id: 'call_1', result: { say: 'Boots are half price.' } } };
  run = (call) => {
    ran.push(call);
    return Promise.resolve({ ...answer, output: JSON.stringify(answer.answer) });
  };
  session = buildSession({
    scenario: SCENARIO,
    agent: 'sales',
    answer: {
      engine: 'local',
      manifest: [entry('lookupNewSales'), entry('lookupOrders')],
      model: 'offline',
      transcription_model: 'offline',
      voice: null,
    },
    transport,
    modality: 'audio',
    run: (call) => run(call),
    emit: (event) => told.push(event),
    onEndAsked: () => {
      hasEnded = true;
    },
  });
  session.on('error', () => undefined);
  await session.connect({ apiKey: 'ek_1' });
});

/** The model calls a tool; the outputs that come back, once there is one. */
async function called(name: string, given: string, times = 1): Promise<string[]> {
  const call = {
    type: 'function_call' as const,
    id: 'item_1',
    callId: 'call_1',
    name,
    arguments: given,
    responseId: 'r_1',
  };
  for (let time = 0; time < times; time += 1) transport.emit('function_call', call);
  await vi.waitFor(() => {
    expect(outputs().length).toBeGreaterThan(0);
  });
  await new Promise(setImmediate);
  return outputs().map(({ output }) => output);
}

function outputs(): { output: string; startResponse: boolean }[] {
  return transport.calls.filter((made) => made.method === 'sendFunctionCallOutput') as never;
}

function answers(output: string[]): ToolAnswer[] {
  return output.map((text) => toolAnswer.parse(JSON.parse(text)));
}

test('a call runs with the agent and the last messages, and its answer is the one output', async () => {
  const given = answers(await called('lookupNewSales', BOOTS));

  expect(given).toEqual([answer.answer]);
  expect(ran).toEqual([
    { callId: 'call_1', tool: 'lookupNewSales', arguments: BOOTS, agent: 'sales', conversation: [], timeoutMs: 30_000 },
  ]);
  expect(told).toMatchObject([
    { type: 'tool.called', callId: 'call_1', tool: 'lookupNewSales', arguments: { category: 'boots' }, agent: 'sales' },
    { type: 'tool.finished', callId: 'call_1', outcome: 'succeeded', answer: answer.answer },
  ]);
  expect(hasEnded).toBe(false);
});

test('an account number of eighteen digits is passed on, shown and answered as it was written', async () => {
  const given = '{"category": 653247040368672769}';
  const output = '{"call_id":"call_1","result":{"say":"Done.","account":653247040368672769}}';
  run = (call) => {
    ran.push(call);
    return readAnswer(call.callId, new Response(output));
  };

  expect(await called('lookupNewSales', given)).toEqual([output]);
  expect(ran).toMatchObject([{ arguments: given }]);
  expect(told).toMatchObject([
    { type: 'tool.called', arguments: { category: '653247040368672769' } },
    { type: 'tool.finished', answer: { result: { account: '653247040368672769' } } },
  ]);
});

test('a call that arrives twice runs once, and has one output', async () => {
  const given = await called('lookupNewSales', BOOTS, 2);

  expect(given.length).toBe(1);
  expect(ran.length).toBe(1);
});

test('an error is an output like any other', async () => {
  const error = { code: 'outcome_unknown', message: 'no answer', say: 'I could not confirm that.', retryable: false };
  answer = { outcome: 'failed', answer: { call_id: 'call_1', error } };
  const given = answers(await called('lookupNewSales', BOOTS));

  expect(given).toEqual([answer.answer]);
  expect(told.at(-1)).toMatchObject({ type: 'tool.finished', outcome: 'failed' });
});

test("a result whose next action is end_call asks for the call's end", async () => {
  answer = { outcome: 'succeeded', answer: { result: { say: 'Goodbye.', next_action: 'end_call' } } };
  await called('lookupNewSales', '{}');

  expect(hasEnded).toBe(true);
});

test.each([
  ['arguments that are not JSON', 'lookupNewSales', '{category: boots', 'invalid_arguments'],
  ['a list as arguments', 'lookupNewSales', '["boots"]', 'invalid_arguments'],
  ['null as arguments', 'lookupNewSales', 'null', 'invalid_arguments'],
  ['no arguments at all', 'lookupNewSales', '', 'invalid_arguments'],
  [
    'arguments of a hundred levels',
    'lookupNewSales',
    `{"category":${'['.repeat(100)}${']'.repeat(100)}}`,
    'invalid_arguments',
  ],
  ['an infinite number', 'lookupNewSales', '{"category":1e400}', 'invalid_arguments'],
  ['a tool that nobody has', 'sellTheShop', '{}', 'unknown_tool'],
  ["another agent's tool", 'lookupOrders', '{}', 'unknown_tool'],
  ['a handoff to nobody', 'transfer_to_nobody', '{}', 'unknown_tool'],
  ['a handoff whose arguments are not JSON', 'transfer_to_returns', '{', 'invalid_arguments'],
])('%s: one output, an error that can be spoken, and the model goes on', async (_name, tool, given, code) => {
  const answered = answers(await called(tool, given, 2));

  expect(answered).toMatchObject([{ call_id: 'call_1', error: { code } }]);
  expect(answered[0]?.error?.say).toBeTruthy();
  expect(outputs()[0]?.startResponse).toBe(true);
  expect(ran).toEqual([]);
  expect(told.map(({ type }) => type)).toEqual(['tool.called', 'tool.finished']);
  expect(told[1]).toMatchObject({ outcome: 'refused', answer: answered[0] });
});

test('after a handoff the next agent answers for its own tools', async () => {
  await called('transfer_to_returns', '{"rationale_for_transfer":"a return","conversation_context":"a board"}');

  expect(session.currentAgent.name).toBe('returns');
  expect(told).toEqual([{ type: 'handoff.made', from: 'sales', to: 'returns', rationale: 'a return' }]);

  const call = { type: 'function_call' as const, id: 'item_2', callId: 'call_2', arguments: '{}', responseId: 'r_2' };
  transport.emit('function_call', { ...call, name: 'lookupOrders' });
  await vi.waitFor(() => {
    expect(ran).toMatchObject([{ callId: 'call_2', agent: 'returns' }]);
  });
});
