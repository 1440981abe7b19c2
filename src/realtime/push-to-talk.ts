import { z } from 'zod';
import type { Line } from './connect';
import type { WireEvent } from './session-events';

const detecting = z.looseObject({
  type: z.literal('session.updated'),
  session: z.looseObject({
    audio: z.looseObject({ input: z.looseObject({ turn_detection: z.looseObject({ type: z.string() }) }) }),
  }),
});

/** Whether the customer is heard: not while muted, and in push-to-talk only as long as a button is held. */
export class PushToTalk {
  private isOn = false;
  private isMuted = false;
  private isTalking = false;

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
    if (isTalking) {
      line.session.interrupt();
      line.transport.sendEvent({ type: 'input_audio_buffer.clear' });
    } else {
      line.transport.sendEvent({ type: 'input_audio_buffer.commit' });
      line.transport.requestResponse();
    }
  }

  /** The SDK sends the whole configuration on a handoff, and would turn the detection on again. */
  read(event: WireEvent): void {
    if (this.isOn && detecting.safeParse(event).success) this.detectTurns();
  }

  private open(): void {
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
