import { findScenario } from '@/app/agentConfigs';
import { LiveCall } from './live-call';
import type { SessionEvent, VoiceSession } from './session-events';
import type { Emit } from './tool-runner';

/** A session outside React; at most one call at a time. */
export function createVoiceSession(): VoiceSession & { readonly peerConnection: RTCPeerConnection | undefined } {
  const listeners = new Set<(event: SessionEvent) => void>();
  const emit: Emit = (event) => {
    for (const listener of listeners) listener({ ...event, at: Date.now() });
  };
  let call: LiveCall | undefined;
  return {
    get peerConnection() {
      return call?.peerConnection;
    },
    async start(choice) {
      call?.stop();
      const scenario = findScenario(choice.scenario);
      if (scenario === undefined) throw new Error(`there is no scenario ${JSON.stringify(choice.scenario)}`);
      call = new LiveCall(scenario, choice.agent ?? scenario.startAgent, emit);
      await call.start();
    },
    stop: () => call?.stop(),
    say: (text) => call?.say(text),
    interrupt: () => call?.interrupt(),
    setMuted: (isMuted) => call?.setMuted(isMuted),
    setPushToTalk: (isPushToTalk) => call?.setPushToTalk(isPushToTalk),
    talk: (isTalking) => call?.talk(isTalking),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
