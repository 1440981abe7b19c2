import type { SessionEvent, VoiceSession } from '@/realtime/session-events';

type Script = SessionEvent extends infer Event ? (Event extends { at: number } ? Omit<Event, 'at'> : never) : never;

/** A session that does what a test tells it, and writes down what the page asks of it. */
export class ScriptedSession implements VoiceSession {
  readonly asked: string[] = [];
  readonly #listeners = new Set<(event: SessionEvent) => void>();

  emit(event: Script): void {
    for (const listener of this.#listeners) listener({ ...event, at: 0 });
  }

  readonly subscribe = (listener: (event: SessionEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start({ scenario, agent }: { scenario: string; agent: string | null }): Promise<void> {
    this.asked.push(`start ${scenario} ${String(agent)}`);
    return Promise.resolve();
  }

  stop(): void {
    this.asked.push('stop');
  }

  say(text: string): void {
    this.asked.push(`say ${text}`);
  }

  interrupt(): void {
    this.asked.push('interrupt');
  }

  setMuted(isMuted: boolean): void {
    this.asked.push(`muted ${String(isMuted)}`);
  }

  setPushToTalk(isPushToTalk: boolean): void {
    this.asked.push(`push to talk ${String(isPushToTalk)}`);
  }

  talk(isTalking: boolean): void {
    this.asked.push(`talk ${String(isTalking)}`);
  }
}
