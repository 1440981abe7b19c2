import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withUnseenTool } from './unseen-tool';

export const BACKEND = path.resolve(__dirname, '../../python-backend');
export const PYTHON = path.join(BACKEND, '.venv/bin/python');
const START_TIMEOUT_MS = 60_000;

/** Where the two programs listen, what the toolserver writes into, and how to end them. */
export interface Programs {
  toolserverUrl: string;
  /** Of the engine that was started here, if one was. */
  engineUrl: string | null;
  databaseFile: string;
  stop: () => Promise<void>;
}

/** The toolserver, and the engine where it is wanted, with a database that is thrown away. */
export async function startPrograms(wantsEngine = true, toolserverPort?: number): Promise<Programs> {
  const folder = await mkdtemp(path.join(tmpdir(), 'frontdesk-conversations-'));
  const [toolserver, engine] = [toolserverPort ?? (await freePort()), await freePort()];
  const toolserverUrl = `http://127.0.0.1:${toolserver}`;
  const engineUrl = `http://127.0.0.1:${engine}`;
  const databaseFile = path.join(folder, 'frontdesk.db');
  const { OPENAI_API_KEY: _key, TOOLSERVER_API_KEY: _service, ...rest } = process.env;
  const env = {
    ...rest,
    TOOLSERVER_PORT: String(toolserver),
    VOICE_ENGINE_PORT: String(engine),
    TOOLSERVER_URL: toolserverUrl,
    DATABASE_URL: `sqlite:///${databaseFile}`,
    ...(await withUnseenTool(folder)),
  };
  const children = (wantsEngine ? ['toolserver', 'voice_engine'] : ['toolserver']).map((name) =>
    spawn(PYTHON, ['-m', name], { cwd: BACKEND, env, stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const isAlive = (): boolean => children.every((child) => child.exitCode === null && child.signalCode === null);
    const ready = wantsEngine ? [`${toolserverUrl}/readyz`, `${engineUrl}/healthz`] : [`${toolserverUrl}/readyz`];
    await Promise.all(ready.map((url) => untilReady(url, isAlive)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { toolserverUrl, engineUrl: wantsEngine ? engineUrl : null, databaseFile, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port was found');
  return address.port;
}

async function untilReady(url: string, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (!isAlive()) throw new Error('a program ended at its start');
    if (Date.now() > deadline) throw new Error(`${url} was not ready in time`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
