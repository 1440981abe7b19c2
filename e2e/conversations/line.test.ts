import { describe, expect, test } from 'vitest';
import { lineTo } from './line';
import { isOwnEngine, optionsOf } from './options';

const ENGINE = 'http://127.0.0.1:9';

describe('who answers', () => {
  test('the engine that was started here, unless something else is named', () => {
    const options = optionsOf([], 'sk-1');

    expect(isOwnEngine(options)).toBe(true);
    expect(lineTo(options, ENGINE)).toMatchObject({ engine: 'local', model: 'offline', apiKey: 'local' });
  });

  test("OpenAI's model, with the key", () => {
    const options = optionsOf(['--model', 'gpt-realtime-2.1'], 'sk-1');

    expect(isOwnEngine(options)).toBe(false);
    expect(lineTo(options, null)).toMatchObject({ engine: 'openai', model: 'gpt-realtime-2.1', apiKey: 'sk-1' });
  });

  test('no model of OpenAI without a key', () => {
    expect(() => lineTo(optionsOf(['--model', 'gpt-realtime-2.1'], undefined), null)).toThrow('OPENAI_API_KEY');
  });

  test('another service never gets the key', () => {
    const options = optionsOf(['--url', 'http://127.0.0.1:8', '--model', 'large'], 'sk-1');

    expect(isOwnEngine(options)).toBe(false);
    expect(lineTo(options, null)).toMatchObject({ engine: 'local', model: 'large', apiKey: 'local' });
  });
});

test('an option that there is not is refused', () => {
  expect(() => optionsOf(['--loud'], undefined)).toThrow('--loud');
});

test('words choose conversations', () => {
  expect(optionsOf(['two', 'boards', '--spoken'], undefined)).toMatchObject({ words: 'two boards', isSpoken: true });
});
