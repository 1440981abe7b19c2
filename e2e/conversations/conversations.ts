import type { Conversation } from './conversation';
import { other } from './other-conversations';
import { returns } from './return-conversations';

/** Every conversation, each on its own. */
export const conversations: readonly Conversation[] = [...returns, ...other];
