import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { BACKEND, PYTHON } from './programs';

const WAV_HEADER_BYTES = 44;
const HALVES_THE_RATE = 2;

/** The text as 24 kHz PCM, with enough silence behind it to end the turn. */
export async function spokenPcm(text: string): Promise<ArrayBuffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'frontdesk-speech-'));
  const file = path.join(folder, 'spoken.wav');
  const program = [path.join(__dirname, '../../bench/spoken_wav.py'), text, '0.3', file];
  try {
    await promisify(execFile)(PYTHON, program, { env: { ...process.env, PYTHONPATH: BACKEND } });
    return halved(await readFile(file));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** 48 kHz to 24 kHz: each two samples become their mean. */
function halved(wav: Buffer): ArrayBuffer {
  const samples = new Int16Array(new Uint8Array(wav.subarray(WAV_HEADER_BYTES)).buffer);
  const pairs = Math.floor(samples.length / HALVES_THE_RATE);
  return Int16Array.from({ length: pairs }, (_, at) =>
    Math.round(((samples[at * 2] ?? 0) + (samples[at * 2 + 1] ?? 0)) / HALVES_THE_RATE),
  ).buffer;
}
