import { useEffect, useState, useSyncExternalStore } from 'react';
import type { VoiceSession } from '@/realtime/session-events';
import { callReducer, NO_CALL, type CallState } from '@/state/call';

/** One session and the fold over what it emitted. */
export class CallStore {
  #state = NO_CALL;
  readonly #listeners = new Set<() => void>();

  constructor(readonly session: VoiceSession) {
    session.subscribe((event) => {
      this.#state = callReducer(this.#state, event);
      for (const listener of this.#listeners) listener();
    });
  }

  readonly state = (): CallState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The page's one session; it ends with the page. */
export function useCall(createSession: () => VoiceSession): { call: CallState; session: VoiceSession } {
  const [store] = useState(() => new CallStore(createSession()));
  const call = useSyncExternalStore(store.subscribe, store.state, () => NO_CALL);
  useEffect(
    () => () => {
      store.session.stop();
    },
    [store],
  );
  return { call, session: store.session };
}
