import { SendHorizontal } from 'lucide-react';
import { Button } from './Button';

// A message must fit into one event of the connection; nobody says as much in a turn.
const LONGEST = 4_000;

interface Props {
  draft: string;
  isConnected: boolean;
  onChange: (draft: string) => void;
  onSay: (text: string) => void;
}

/** What one types instead of saying it; it can be prepared before the call. */
export function Composer({ draft, isConnected, onChange, onSay }: Props) {
  return (
    <form
      className="col-start-1 row-start-4 flex gap-2 rounded-b-lg border border-line bg-surface p-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (!isConnected || draft.trim() === '') return;
        onSay(draft.trim());
        onChange('');
      }}
    >
      <input
        aria-label="Message"
        placeholder={isConnected ? 'Type a message' : 'Write now, send in a call'}
        maxLength={LONGEST}
        value={draft}
        onChange={(change) => {
          onChange(change.target.value);
        }}
        className="h-9 min-w-0 flex-1 rounded-md border border-line bg-surface px-3 text-sm focus-visible:outline-2 focus-visible:outline-accent"
      />
      <Button type="submit" look="primary" disabled={!isConnected}>
        <SendHorizontal aria-hidden className="size-4" />
        Send
      </Button>
    </form>
  );
}
