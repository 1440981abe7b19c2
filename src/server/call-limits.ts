import 'server-only';
import { networkOf } from './client-address';
import type { Settings } from './env';
import { Limiter } from './limiter';
import { Refusal } from './refusal';

const WINDOW_MS = 60_000;
// The toolserver refuses a session's calls first, and better: it knows the tool. Beyond that no call gets further than here.
const BEYOND_TOOLSERVER = 2;
// Callers behind one address, and addresses that keep one web server busy.
const SESSIONS_OF_NETWORK = 10;
const NETWORKS = 10;

/** How often a session, and a network with whatever sessions it claims, may call in a minute. */
export class CallLimits {
  private readonly ofSession: Limiter;
  private readonly ofNetwork: Limiter;

  constructor(private readonly settings: Pick<Settings, 'sessionCallsAMinute' | 'trustProxy'>) {
    const session = settings.sessionCallsAMinute * BEYOND_TOOLSERVER;
    const network = session * SESSIONS_OF_NETWORK;
    this.ofSession = new Limiter({ perKey: session, inTotal: Infinity, windowMs: WINDOW_MS });
    this.ofNetwork = new Limiter({ perKey: network, inTotal: network * NETWORKS, windowMs: WINDOW_MS });
  }

  /** Before the body is read, as a body costs too. */
  requireOfNetwork(request: Request): void {
    if (!this.ofNetwork.admits(networkOf(request, this.settings), performance.now())) throw tooMany('this address');
  }

  requireOfSession(token: string): void {
    if (!this.ofSession.admits(token, performance.now())) throw tooMany('this session');
  }
}

function tooMany(whose: string): Refusal {
  return new Refusal(429, 'rate_limited', `too many calls of ${whose}`, 'I need a moment before I can do more.');
}
