import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { withAccountTools } from './account-tools';
import { Relay } from './relay';

const ROOT = path.resolve(__dirname, '../..');
export const BACKEND = path.join(ROOT, 'python-backend');
export const PYTHON = path.join(BACKEND, '.venv/bin/python');
const START_TIMEOUT_MS = 60_000;
const KEPT_CHARACTERS = 4_000;

/** A program that was started, and what it wrote last. */
interface Running {
  process: ChildProcess;
  output: () => string;
}

/** The toolserver, the voice engine and the built page, on free ports, with a database of their own. */
export class Programs {
  private readonly running = new Map<string, Running>();

  private constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    /** Where the page's server reaches the toolserver. */
    readonly relay: Relay,
  ) {}

  /** Under whatever name: the page's is the only one that a browser has to know. */
  static async start(hostname = '127.0.0.1'): Promise<Programs> {
    const folder = await mkdtemp(path.join(tmpdir(), 'frontdesk-browser-'));
    const [toolserver, relay, engine, web] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    const ports = { toolserver, relay, engine, web };
    const env = { ...settings(folder, ports, hostname), ...(await withAccountTools(folder)) };
    const programs = new Programs(folder, env, new Relay(relay, toolserver));
    try {
      await Promise.all([programs.startToolserver(), programs.startEngine()]);
      await programs.startWeb();
    } catch (error) {
      await programs.stop();
      throw error;
    }
    return programs;
  }

  get pageUrl(): string {
    return this.env.PUBLIC_ORIGIN ?? '';
  }

  get toolserverUrl(): string {
    return `http://127.0.0.1:${this.env.TOOLSERVER_PORT}`;
  }

  async startToolserver(): Promise<void> {
    await this.launch('toolserver', [PYTHON, '-m', 'toolserver'], BACKEND, `${this.toolserverUrl}/readyz`);
    await this.relay.open();
  }

  /** End the toolserver at once, as a crash would. */
  async killToolserver(): Promise<void> {
    await this.end('toolserver', 'SIGKILL');
    await this.relay.close();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.end(name, 'SIGTERM')));
    await this.relay.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The rows of one query on the toolserver's database, read only. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const script = [
      'import json, sqlite3, sys',
      'db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)',
      'db.row_factory = sqlite3.Row',
      'print(json.dumps([dict(row) for row in db.execute(sys.argv[2])]))',
    ].join('\n');
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', script, databaseFile(this.folder), sql]);
    return JSON.parse(stdout) as Record<string, unknown>[];
  }

  private async startEngine(): Promise<void> {
    const ready = `http://127.0.0.1:${this.env.VOICE_ENGINE_PORT}/healthz`;
    await this.launch('voice_engine', [PYTHON, '-m', 'voice_engine'], BACKEND, ready);
  }

  private async startWeb(): Promise<void> {
    const next = path.join(ROOT, 'node_modules/.bin/next');
    const command = [next, 'start', '-H', '127.0.0.1', '-p', String(this.env.PORT)];
    await this.launch('web', command, ROOT, `http://127.0.0.1:${this.env.PORT}/api/health`);
  }

  private async launch(name: string, command: string[], cwd: string, readyUrl: string): Promise<void> {
    const [program, ...parameters] = command;
    const child = spawn(program ?? '', parameters, {
      cwd,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-KEPT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const running = { process: child, output: () => output };
    this.running.set(name, running);
    await untilReady(name, running, readyUrl);
  }

  private async end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.running.get(name)?.process;
    this.running.delete(name);
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    signalGroup(child, signal);
    const force = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
    }, 5_000);
    await ended;
    clearTimeout(force);
  }
}

type Ports = Record<'toolserver' | 'relay' | 'engine' | 'web', number>;

function settings(folder: string, ports: Ports, hostname: string): NodeJS.ProcessEnv {
  const { OPENAI_API_KEY: _key, TOOLSERVER_API_KEY: _service, ...rest } = process.env;
  return {
    ...rest,
    TOOLSERVER_PORT: String(ports.toolserver),
    VOICE_ENGINE_PORT: String(ports.engine),
    PORT: String(ports.web),
    TOOLSERVER_URL: `http://127.0.0.1:${ports.relay}`,
    REALTIME_URL: `http://127.0.0.1:${ports.engine}/v1`,
    PUBLIC_ORIGIN: `http://${hostname}:${ports.web}`,
    DATABASE_URL: `sqlite:///${databaseFile(folder)}`,
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

/** A program and the processes it started: each program leads a group of its own. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, signal);
}

function databaseFile(folder: string): string {
  return path.join(folder, 'frontdesk.db');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port was found');
  return address.port;
}

async function untilReady(name: string, running: Running, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(url))) {
    if (running.process.exitCode !== null) throw new Error(`${name} ended at start:\n${running.output()}`);
    if (Date.now() > deadline) throw new Error(`${name} was not ready in time:\n${running.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
