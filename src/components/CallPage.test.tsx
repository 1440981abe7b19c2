// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallPage } from './CallPage';
import { ScriptedSession } from './scripted-session.fake';

const replaced: string[] = [];
vi.mock('next/navigation', () => ({ useRouter: () => ({ replace: (url: string) => replaced.push(url) }) }));

const demo = {
  people: [{ name: 'Alex', about: 'has a board', facts: [{ label: 'Phone', value: '(206) 135-1246' }] }],
  say: ['I want to return my board'],
};
let session: ScriptedSession;

beforeEach(() => {
  replaced.length = 0;
  Element.prototype.scrollTo = () => undefined; // jsdom has no layout
  session = new ScriptedSession();
  show();
});
afterEach(cleanup);

function show(agents = ['greeter', 'returns']) {
  render(
    <CallPage
      scenarios={[
        { key: 'shop', title: 'Shop' },
        { key: 'bank', title: 'Bank' },
      ]}
      scenario="shop"
      agents={agents}
      agent="greeter"
      demo={demo}
      theme="system"
      createSession={() => session}
    />,
  );
}

function emit(...events: Parameters<ScriptedSession['emit']>[0][]) {
  act(() => {
    for (const event of events) session.emit(event);
  });
}

function press(name: string) {
  fireEvent.click(screen.getByRole('button', { name }));
}

function connect() {
  emit({ type: 'session.changed', status: 'connected', message: null });
}

test('a call starts with the scenario and agent of the page, and ends', () => {
  press('Start call');
  connect();
  press('End call');

  expect(session.asked).toEqual(['start shop greeter', 'stop']);
});

test('a dropped call says why and can be tried again', () => {
  emit({ type: 'session.changed', status: 'dropped', message: 'the network went away' });

  expect(screen.getByRole('status').textContent).toBe('The connection dropped: the network went away');
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
});

test('what one might say is prepared before a call, and said during one', () => {
  press('I want to return my board');
  const message = screen.getByRole<HTMLInputElement>('textbox', { name: 'Message' });
  const prepared = message.value;
  connect();
  press('Send');
  press('I want to return my board');

  expect(prepared).toBe('I want to return my board');
  expect(session.asked).toEqual(['say I want to return my board', 'say I want to return my board']);
  expect(message.value).toBe('');
});

test('mute, push-to-talk and interrupt reach the session', () => {
  connect();
  emit({ type: 'microphone.changed', microphone: 'on' });
  press('Mute');
  press('Push to talk');
  fireEvent.keyDown(screen.getByRole('button', { name: 'Hold to talk' }), { key: ' ' });
  fireEvent.keyUp(screen.getByRole('button', { name: 'Hold to talk' }), { key: ' ' });
  press('Interrupt');

  expect(session.asked).toEqual(['muted true', 'push to talk true', 'talk true', 'talk false', 'interrupt']);
});

test('without a microphone the page says that one can type', () => {
  connect();
  emit({ type: 'microphone.changed', microphone: 'unavailable' });

  expect(screen.getByText('No microphone: typing only.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Mute' })).toBeNull();
});

test('a microphone that is lost in a call is named, and there is nothing to mute', () => {
  connect();
  emit({ type: 'microphone.changed', microphone: 'on' }, { type: 'microphone.changed', microphone: 'lost' });

  expect(screen.getByRole('alert').textContent).toBe('The microphone is gone: connect one again, or type.');
  expect(screen.queryByRole('button', { name: 'Mute' })).toBeNull();
  emit({ type: 'microphone.changed', microphone: 'on' });
  expect(screen.getByRole('button', { name: 'Mute' })).toBeTruthy();
});

test('a line that was not recognised says so', () => {
  emit(
    { type: 'transcript.started', itemId: 'u3', role: 'user', agent: 'greeter' },
    { type: 'transcript.failed', itemId: 'u3' },
  );

  expect(screen.getByTestId('entry').textContent).toBe('not understood');
});

test.each([
  ['http://desk.lan:3000', true],
  ['http://localhost:3000', false],
  ['http://127.0.0.1:3000', false],
  ['https://desk.lan', false],
])('a page at %s says before a call that it has no microphone there: %s', (origin, isSaid) => {
  cleanup();
  const { protocol, hostname } = new URL(origin);
  vi.stubGlobal('location', { origin, protocol, hostname });
  show();
  vi.unstubAllGlobals();

  expect(screen.queryByRole('note')?.textContent.includes('open it over https') ?? false).toBe(isSaid);
});

test('a tool call shows its arguments, its outcome and how long it took', () => {
  emit(
    { type: 'tool.called', callId: 'a', tool: 'lookupOrders', arguments: { phone: '1' }, agent: 'returns' },
    { type: 'tool.finished', callId: 'a', outcome: 'succeeded', answer: { result: {} }, tookMs: 12.4 },
  );

  expect(screen.getByText('lookupOrders').parentElement?.textContent).toBe('lookupOrders succeeded · 12 ms');
  expect(screen.getByLabelText('Arguments').textContent).toContain('"phone": "1"');
});

test('a tool call is told by what the tool is for, and its name stands inside', () => {
  const called = { type: 'tool.called', callId: 'a', tool: 'lookupOrders', title: 'look up your orders' } as const;
  emit({ ...called, arguments: {}, agent: 'returns' });
  const card = screen.getByTestId('tool-call');

  expect(card.querySelector('summary')?.textContent).toBe('Look up your orders running');
  expect(card.querySelector('code')?.textContent).toBe('lookupOrders');
});

test('a handoff and the agent who speaks are shown, and a new call forgets them', () => {
  connect();
  emit(
    { type: 'handoff.made', from: 'greeter', to: 'returns', rationale: null },
    { type: 'agent.changed', agent: 'returns' },
    { type: 'speech.changed', role: 'assistant', speaking: true },
  );
  const speaking = screen.getByTestId('agent').parentElement?.textContent;
  emit({ type: 'session.changed', status: 'connecting', message: null });

  expect(speaking).toBe('returns is speaking');
  expect(screen.getByTestId('agent').parentElement?.textContent).toBe('greeter');
  expect(screen.queryByText('Handed off from greeter to returns')).toBeNull();
});

test('a reader who scrolled up stays there and can go back to the newest', () => {
  const log = screen.getByRole('log', { name: 'Transcript' });
  Object.defineProperty(log, 'scrollHeight', { value: 1000 });
  fireEvent.scroll(log, { target: { scrollTop: 10 } });
  press('Jump to newest');

  expect(screen.queryByRole('button', { name: 'Jump to newest' })).toBeNull();
});

test('on a narrow screen the tabs change what is in front, and what one says brings the transcript back', () => {
  const front = () => screen.getByRole('tab', { selected: true }).textContent;
  connect();
  const seen = [front()];
  fireEvent.mouseDown(screen.getByRole('tab', { name: 'Whom to be' }));
  seen.push(front());
  press('I want to return my board');
  seen.push(front());

  expect(seen).toEqual(['Transcript', 'Whom to be', 'Transcript']);
});

test('the event log can be filtered by type', () => {
  fireEvent.mouseDown(screen.getByRole('tab', { name: 'Event log' }));
  emit(
    { type: 'wire.seen', direction: 'server', event: { type: 'response.done' } },
    { type: 'wire.seen', direction: 'client', event: { type: 'session.update' } },
  );
  fireEvent.change(screen.getByRole('textbox', { name: 'Filter events by type' }), { target: { value: 'response' } });

  expect(screen.getByText('response.done')).toBeTruthy();
  expect(screen.queryByText('session.update')).toBeNull();
});

test('the event log shows in full which tool is missing', () => {
  fireEvent.mouseDown(screen.getByRole('tab', { name: 'Event log' }));
  const note = 'agent "clerk" names tool "get_balance", which the toolserver does not have';
  emit({ type: 'tool.missing', agent: 'clerk', tool: 'get_balance', note });

  expect(screen.getByText(note).parentElement?.textContent).toContain('page tool.missing');
});

test('the theme goes round and is kept', () => {
  press('Theme: system');

  expect(document.documentElement.dataset.theme).toBe('light');
  expect(document.cookie).toContain('theme=light');
  expect(screen.getByRole('button', { name: 'Theme: light' })).toBeTruthy();
});

test('another scenario is another address', () => {
  fireEvent.change(screen.getByRole('combobox', { name: 'Scenario' }), { target: { value: 'bank' } });

  expect(replaced).toEqual(['/?scenario=bank']);
});

test('a scenario with one agent offers no choice of agents', () => {
  const before = screen.queryAllByRole('combobox', { name: 'Agent' }).length;
  cleanup();
  show(['greeter']);

  expect(before).toBe(1);
  expect(screen.queryByRole('combobox', { name: 'Agent' })).toBeNull();
});

test('an agent is called by its name in words', () => {
  connect();
  emit({ type: 'agent.changed', agent: 'bankAgent' });

  expect(screen.getByTestId('agent').textContent).toBe('bank agent');
});
