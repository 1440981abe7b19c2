import type { CallPage } from '../e2e/browser/call-page';
import { openPage } from '../e2e/browser/fixtures';
import { observedEvents, type ObservedEvent } from '../e2e/browser/observer';
import { Programs } from '../e2e/browser/programs';
import { spokenWav } from '../e2e/browser/speech';

/** The same shape as `figures.py`. */
interface Figure {
  name: string;
  value: number;
  unit: string;
  target: string;
}

const CALLS = 5;
const HANG_OVER_MS = 500;
const GREETING_S = 12;

async function main(): Promise<void> {
  const programs = await Programs.start();
  try {
    const figures = [...(await typedCalls(programs.pageUrl)), ...(await spokenCalls(programs.pageUrl))];
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  } finally {
    await programs.stop();
  }
}

/** Click to connected, and from the model's function call to the output that the page sends. */
async function typedCalls(url: string): Promise<Figure[]> {
  const connected: number[] = [];
  const answered: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    await withPage(url, undefined, async (page) => {
      const started = performance.now();
      await page.startCall();
      connected.push(performance.now() - started);
      await page.say('What is on sale on boots?');
      await eventually(page, (events) => toolTimes(events).length > 0);
      answered.push(...toolTimes(await observedEvents(page.page)));
    });
  }
  return [
    { name: 'click to connected', value: median(connected), unit: 'ms', target: '' },
    { name: 'function call to its output', value: median(answered), unit: 'ms', target: '' },
  ];
}

/** From the end of the customer's speech to the first audio of the answer. */
async function spokenCalls(url: string): Promise<Figure[]> {
  const wav = await spokenWav('What is on sale on boots?', GREETING_S);
  const waits: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    await withPage(url, wav, async (page) => {
      await page.startCall();
      await eventually(page, (events) => firstAudio(events) !== null);
      waits.push((firstAudio(await observedEvents(page.page)) ?? Number.NaN) + HANG_OVER_MS);
    });
  }
  return [{ name: 'end of speech to first audio', value: median(waits), unit: 'ms', target: 'at most 1200 ms' }];
}

async function withPage(url: string, wav: string | undefined, use: (page: CallPage) => Promise<void>): Promise<void> {
  const { browser, call } = await openPage(url, wav === undefined ? {} : { wav });
  try {
    await use(call);
  } finally {
    await browser.close();
  }
}

async function eventually(page: CallPage, isThere: (events: ObservedEvent[]) => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!isThere(await observedEvents(page.page))) {
    if (Date.now() > deadline) throw new Error('bench: the page never got that far');
    await page.page.waitForTimeout(50);
  }
}

function toolTimes(events: ObservedEvent[]): number[] {
  const calls = events.filter(
    (event) => event.type === 'response.output_item.done' && event.itemType === 'function_call',
  );
  const outputs = events.filter((event) => event.direction === 'client' && event.itemType === 'function_call_output');
  return outputs.map((output, index) => output.at - (calls[index]?.at ?? Number.NaN));
}

/** Milliseconds from the detected end of speech to the first audio after it. */
function firstAudio(events: ObservedEvent[]): number | null {
  const stopped = events.find((event) => event.type === 'input_audio_buffer.speech_stopped');
  if (stopped === undefined) return null;
  const started = events.find((event) => event.type === 'output_audio_buffer.started' && event.at > stopped.at);
  return started === undefined ? null : started.at - stopped.at;
}

function median(values: number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

void main();
