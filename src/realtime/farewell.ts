import type { WireEvent } from './session-events';

type State = 'talking' | 'awaiting response' | 'responding' | 'playing' | 'over';
type Trigger =
  | 'ending'
  | 'response.created'
  | 'output_audio_buffer.started'
  | 'output_audio_buffer.stopped'
  | 'response.done'
  | 'timeout';

/** A call that is to end lasts until its last words were heard; where nothing is played, until they were written. */
const TRANSITIONS: Readonly<Record<State, Partial<Record<Trigger, State>>>> = {
  talking: { ending: 'awaiting response' },
  'awaiting response': { 'response.created': 'responding', timeout: 'over' },
  responding: { 'output_audio_buffer.started': 'playing', 'response.done': 'over', timeout: 'over' },
  playing: { 'output_audio_buffer.stopped': 'over', timeout: 'over' },
  over: {},
};

// Longer than a goodbye takes to begin, or to be said.
const STEP_TIMEOUT_MS = 20_000;

/** Decides when a call that a tool ended may be closed. */
export class Farewell {
  private state: State = 'talking';
  private timeout: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly hangUp: () => void) {}

  /** A tool's result asked for the end of the call. */
  begin(): void {
    this.advance('ending');
  }

  read(event: WireEvent): void {
    this.advance(event.type === 'output_audio_buffer.cleared' ? 'output_audio_buffer.stopped' : event.type);
  }

  /** The call ended in another way. */
  cancel(): void {
    clearTimeout(this.timeout);
    this.state = 'over';
  }

  private advance(trigger: string): void {
    const transitions: Readonly<Record<string, State | undefined>> = TRANSITIONS[this.state];
    const next = transitions[trigger];
    if (next === undefined) return;
    this.state = next;
    clearTimeout(this.timeout);
    if (next === 'over') this.hangUp();
    else this.timeout = setTimeout(this.advance.bind(this), STEP_TIMEOUT_MS, 'timeout');
  }
}
