import { z } from 'zod';
import type { Emit } from './tool-runner';
import type { Speaker, WireEvent } from './session-events';

const text = z.string();
const content = z.array(z.looseObject({ type: text, text: text.nullish(), transcript: text.nullish() }));
const addedItem = z.looseObject({
  item: z.looseObject({ id: text, type: z.literal('message'), role: z.enum(['user', 'assistant']), content }),
});
const delta = z.looseObject({ item_id: text, delta: text });
const spoken = z.looseObject({ item_id: text, transcript: text });
const written = z.looseObject({ item_id: text, text });
const itemOnly = z.looseObject({ item_id: text });
const broken = z.looseObject({
  response: z.looseObject({
    status: z.enum(['cancelled', 'failed', 'incomplete']),
    output: z.array(z.looseObject({ id: text, type: text, status: text.nullish() })),
  }),
});

/** Tells what server events mean to people: who said what, and who is speaking. */
export class WireEvents {
  constructor(
    private readonly emit: Emit,
    private readonly agent: () => string,
  ) {}

  read(event: WireEvent): void {
    this.readers[event.type]?.(event);
  }

  private readonly readers: Readonly<Record<string, (event: WireEvent) => void>> = {
    'conversation.item.added': (event) => {
      this.started(event);
    },
    'conversation.item.input_audio_transcription.delta': (event) => {
      this.extended(event);
    },
    'conversation.item.input_audio_transcription.completed': (event) => {
      this.completed('user', spoken.safeParse(event).data);
    },
    'conversation.item.input_audio_transcription.failed': (event) => {
      const parsed = itemOnly.safeParse(event);
      if (parsed.success) this.emit({ type: 'transcript.failed', itemId: parsed.data.item_id });
    },
    'response.output_audio_transcript.delta': (event) => {
      this.extended(event);
    },
    'response.output_text.delta': (event) => {
      this.extended(event);
    },
    'response.output_audio_transcript.done': (event) => {
      this.completed('assistant', spoken.safeParse(event).data);
    },
    'response.output_text.done': (event) => {
      const parsed = written.safeParse(event).data;
      this.completed('assistant', parsed && { item_id: parsed.item_id, transcript: parsed.text });
    },
    'conversation.item.truncated': (event) => {
      const parsed = itemOnly.safeParse(event);
      if (parsed.success) this.emit({ type: 'transcript.interrupted', itemId: parsed.data.item_id });
    },
    'response.done': (event) => {
      this.broken(event);
    },
    'input_audio_buffer.speech_started': () => {
      this.speech('user', true);
    },
    'input_audio_buffer.speech_stopped': () => {
      this.speech('user', false);
    },
    'output_audio_buffer.started': () => {
      this.speech('assistant', true);
    },
    'output_audio_buffer.stopped': () => {
      this.speech('assistant', false);
    },
    'output_audio_buffer.cleared': () => {
      this.speech('assistant', false);
    },
  };

  private speech(role: Speaker, speaking: boolean): void {
    this.emit({ type: 'speech.changed', role, speaking });
  }

  private started(event: WireEvent): void {
    const parsed = addedItem.safeParse(event);
    if (!parsed.success) return;
    const { id: itemId, role, content: pieces } = parsed.data.item;
    const said = pieces.map((piece) => piece.text ?? piece.transcript ?? '').join('');
    this.emit({ type: 'transcript.started', itemId, role, agent: this.agent() });
    if (role === 'user' && said !== '') this.completed(role, { item_id: itemId, transcript: said });
  }

  private extended(event: WireEvent): void {
    const parsed = delta.safeParse(event);
    if (parsed.success) {
      this.emit({ type: 'transcript.extended', itemId: parsed.data.item_id, delta: parsed.data.delta });
    }
  }

  private completed(role: Speaker, said: { item_id: string; transcript: string } | undefined): void {
    if (said === undefined) return;
    const { item_id: itemId, transcript } = said;
    this.emit({ type: 'transcript.completed', itemId, role, text: transcript, agent: this.agent() });
  }

  /** Of a response that did not complete, the messages that were not complete; their `done` events came all the same. */
  private broken(event: WireEvent): void {
    const parsed = broken.safeParse(event);
    if (!parsed.success) return;
    for (const item of parsed.data.response.output) {
      if (item.type === 'message' && item.status !== 'completed') {
        this.emit({ type: 'transcript.interrupted', itemId: item.id });
      }
    }
  }
}
