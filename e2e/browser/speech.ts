import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { BACKEND, PYTHON } from './programs';

const SAMPLE_RATE_HZ = 48_000;

/** A WAV file for the fake microphone that says the text after so many seconds of silence. */
export async function spokenWav(text: string, silenceBeforeS: number): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'frontdesk-wav-')), 'spoken.wav');
  const program = [path.join(__dirname, '../../bench/spoken_wav.py'), text, String(silenceBeforeS), file];
  await promisify(execFile)(PYTHON, program, { env: { ...process.env, PYTHONPATH: BACKEND } });
  return file;
}

/** Two seconds of silence; Chromium's own fake microphone beeps, and a beep interrupts. */
export async function silentWav(): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'frontdesk-wav-')), 'silence.wav');
  const data = Buffer.alloc(SAMPLE_RATE_HZ * 2 * 2);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  header.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  await writeFile(file, Buffer.concat([header, data]));
  return file;
}
