import type { Page } from '@playwright/test';

/** A protocol event with the time it passed, in milliseconds of the page's clock. */
export interface ObservedEvent {
  direction: 'client' | 'server';
  type: string;
  itemType: string | null;
  at: number;
}

/** What the page's WebRTC connections carried, seen from beside the page's own code. */
interface Observed {
  events: ObservedEvent[];
  connections: RTCPeerConnection[];
}

declare global {
  interface Window {
    observed: Observed;
  }
}

/** Keep every connection and every protocol event; must run before the page's scripts. */
export async function observe(page: Page): Promise<void> {
  // tsx, which runs the benchmark, wraps named functions in a helper that the page does not have.
  await page.addInitScript({ content: 'globalThis.__name = (value) => value;' });
  await page.addInitScript(() => {
    const observed: Observed = { events: [], connections: [] };
    window.observed = observed;
    const keep = (direction: ObservedEvent['direction'], data: string): void => {
      const event = JSON.parse(data) as { type: string; item?: { type?: string } };
      observed.events.push({ direction, type: event.type, itemType: event.item?.type ?? null, at: performance.now() });
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        observed.connections.push(this);
      }

      override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
        const channel = super.createDataChannel(label, options);
        channel.addEventListener('message', (message: MessageEvent<string>) => {
          keep('server', message.data);
        });
        const send = channel.send.bind(channel) as (data: string) => void;
        channel.send = (data: unknown) => {
          keep('client', String(data));
          send(String(data));
        };
        return channel;
      }
    };
  });
}

/** All protocol events so far, in order. */
export async function observedEvents(page: Page): Promise<ObservedEvent[]> {
  return page.evaluate(() => window.observed.events);
}

/** How many protocol events of this type have passed. */
export async function countEvents(page: Page, type: string): Promise<number> {
  return (await observedEvents(page)).filter((event) => event.type === type).length;
}

/** The energy of all audio received so far, as WebRTC's statistics add it up. */
export async function receivedAudioEnergy(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const reports = await Promise.all(window.observed.connections.map((connection) => connection.getStats()));
    const energies = reports.flatMap((report) =>
      [...(report as Map<string, { type: string; kind?: string; totalAudioEnergy?: number }>).values()]
        .filter((entry) => entry.type === 'inbound-rtp' && entry.kind === 'audio')
        .map((entry) => entry.totalAudioEnergy ?? 0),
    );
    return energies.reduce((sum, energy) => sum + energy, 0);
  });
}
