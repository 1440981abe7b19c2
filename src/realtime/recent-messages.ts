import type { RealtimeItem } from '@openai/agents/realtime';
import type { ConversationMessage } from '@/contract/tool-call';

const MESSAGES = 10;
const CHARACTERS = 4000;

/** The last messages of a conversation, as they travel with a tool call. */
export function recentMessages(history: readonly RealtimeItem[]): ConversationMessage[] {
  return history.flatMap(asMessage).slice(-MESSAGES);
}

function asMessage(item: RealtimeItem): ConversationMessage[] {
  if (item.type !== 'message' || item.role === 'system') return [];
  const text = item.content
    .map((piece) => ('text' in piece ? piece.text : 'transcript' in piece ? (piece.transcript ?? '') : ''))
    .join(' ')
    .trim();
  return text === '' ? [] : [{ role: item.role, text: text.slice(0, CHARACTERS) }];
}
