import { afterEach, expect, test, vi } from 'vitest';
import { Farewell } from './farewell';

afterEach(() => {
  vi.useRealTimers();
});

function hungUpAfter(...types: string[]): boolean {
  let isOver = false;
  const farewell = new Farewell(() => {
    isOver = true;
  });
  for (const type of types) {
    if (type === 'end_call') farewell.begin();
    else farewell.read({ type });
  }
  return isOver;
}

test('a call lasts until the goodbye was heard', () => {
  const said = ['end_call', 'response.created', 'output_audio_buffer.started', 'response.done'];

  expect(hungUpAfter(...said)).toBe(false);
  expect(hungUpAfter(...said, 'output_audio_buffer.stopped')).toBe(true);
});

test('a written goodbye ends the call when it is complete', () => {
  expect(hungUpAfter('end_call', 'response.created', 'response.done')).toBe(true);
});

test('the response that called the tool does not end the call', () => {
  expect(hungUpAfter('response.created', 'end_call', 'response.done')).toBe(false);
});

test.each([
  ['a goodbye that never begins', []],
  ['a goodbye that is never complete', ['response.created']],
  ['a goodbye whose sound never stops', ['response.created', 'output_audio_buffer.started', 'response.done']],
])('%s ends the call after a while', (_name, types) => {
  vi.useFakeTimers();
  const hangUp = vi.fn();
  const farewell = new Farewell(hangUp);
  farewell.begin();
  for (const type of types) {
    vi.advanceTimersByTime(19_000);
    farewell.read({ type });
  }
  expect(hangUp).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20_000);

  expect(hangUp).toHaveBeenCalledOnce();
});

test('a call that ended in another way is not ended again', () => {
  vi.useFakeTimers();
  const hangUp = vi.fn();
  const farewell = new Farewell(hangUp);
  farewell.begin();
  farewell.cancel();
  expect(vi.getTimerCount()).toBe(0);
  farewell.read({ type: 'response.created' });
  vi.advanceTimersByTime(60_000);

  expect(hangUp).not.toHaveBeenCalled();
});
