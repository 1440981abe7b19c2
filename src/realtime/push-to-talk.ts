import { z } from 'zod';
import type { Line } from './connect';
import type { WireEvent } from './session-events';

const detecting = z.looseObject({
  type: z.literal('session.updated'),
  session: z.looseObject({
    audio: z.looseObject({ input: z.looseObject({ turn_detection: z.looseObject({ type: z.string() }) }) }),
  }),
});

// The Realtime service takes no turn of less than 100 ms, and the microphone needs a moment to open.
const SHORTEST_TURN_MS = 200;

/** Whether the customer is heard: not while muted, and in push-to-talk only as long as a button is held. */
export class PushToTalk {
  private isOn = false;
  private isMuted = false;
  private isTalking = false;
  private pressedAt = 0;

  constructor(private readonly line: () => Line | undefined) {}

  set(isOn: boolean): void {
    if (this.isOn === isOn) return;
    this.isOn = isOn;
    this.isTalking = false;
    this.detectTurns();
    this.open();
  }

  setMuted(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.open();
  }

  /** A call that connects takes over what was chosen before. */
  renew(): void {
    if (this.isOn) this.detectTurns();
    this.open();
  }

  talk(isTalking: boolean): void {
    const line = this.line();
    if (line === undefined || !this.isOn || this.isTalking === isTalking) return;
    this.isTalking = isTalking;
    this.open();
    if (isTalking) this.begin(line);
    else this.finish(line);
  }

  private begin({ session, transport }: Line): void {
    this.pressedAt = performance.now();
    session.interrupt();
    transport.sendEvent({ type: 'input_audio_buffer.clear' });
  }

  /** Nobody says a word in the time of a tap: a turn of it would be refused, or never understood. */
  private finish({ transport }: Line): void {
    if (performance.now() - this.pressedAt < SHORTEST_TURN_MS) {
      transport.sendEvent({ type: 'input_audio_buffer.clear' });
      return;
    }
    transport.sendEvent({ type: 'input_audio_buffer.commit' });
    transport.requestResponse();
  }

  /** The SDK sends the whole configuration on a handoff, and would turn the detection on again. */
  read(event: WireEvent): void {
    if (this.isOn && detecting.safeParse(event).success) this.detectTurns();
  }

  /** Lets the call's track through, or not. */
  open(): void {
    this.line()?.session.mute(this.isMuted || (this.isOn && !this.isTalking));
  }

  private detectTurns(): void {
    const turnDetection = this.isOn ? null : { type: 'semantic_vad' };
    this.line()?.transport.sendEvent({
      type: 'session.update',
      session: { type: 'realtime', audio: { input: { turn_detection: turnDetection } } },
    });
  }
}
