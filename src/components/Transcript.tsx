import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cn } from '@/lib/cn';
import { inWords } from '@/lib/in-words';
import type { Transcript as Entries, TranscriptEntry } from '@/state/transcript';
import { Button } from './Button';
import { ToolCard } from './ToolCard';

const NEAR_PX = 48;

/** What was said and done, newest last and in view, unless the reader has scrolled up. */
export function Transcript({ entries }: { entries: Entries }) {
  const list = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  useEffect(() => {
    if (follows) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [entries, follows]);
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <div
        ref={list}
        role="log"
        aria-label="Transcript"
        tabIndex={0}
        onScroll={(scroll) => {
          const { scrollHeight, scrollTop, clientHeight } = scroll.currentTarget;
          setFollows(scrollHeight - scrollTop - clientHeight < NEAR_PX);
        }}
        className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-4 focus-visible:outline-2 focus-visible:outline-accent"
      >
        {entries.length === 0 && <p className="m-auto text-sm text-quiet">What is said appears here.</p>}
        {entries.map((entry) => (
          <Entry key={`${entry.kind}-${entry.id}`} entry={entry} />
        ))}
      </div>
      {!follows && (
        <Button
          className="absolute bottom-3 self-center shadow"
          onClick={() => {
            setFollows(true);
          }}
        >
          <ArrowDown aria-hidden className="size-4" />
          Jump to newest
        </Button>
      )}
    </div>
  );
}

function Entry({ entry }: { entry: TranscriptEntry }) {
  if (entry.kind === 'tool') return <ToolCard call={entry} />;
  if (entry.kind === 'handoff') {
    return (
      <p className="text-center text-xs text-quiet">
        Handed off from {inWords(entry.from)} to {inWords(entry.to)}
        {entry.rationale !== null && <> · {entry.rationale}</>}
      </p>
    );
  }
  return <Speech entry={entry} />;
}

type SpeechEntry = Extract<TranscriptEntry, { kind: 'speech' }>;

function Speech({ entry }: { entry: SpeechEntry }) {
  const isUser = entry.role === 'user';
  return (
    <div className={cn('flex max-w-[85%] flex-col gap-1', isUser ? 'items-end self-end' : 'self-start')}>
      <span className="text-xs text-quiet">{isUser ? 'You' : inWords(entry.agent)}</span>
      <div
        data-testid="entry"
        data-role={entry.role}
        className={cn(
          'rounded-xl px-3 py-2 text-sm break-words whitespace-pre-wrap',
          isUser ? 'rounded-br-sm bg-bubble text-white' : 'rounded-bl-sm bg-muted',
        )}
      >
        {entry.text === '' ? <Unsaid entry={entry} /> : entry.text}
      </div>
      {entry.isNotUnderstood && entry.text !== '' && <span className="text-xs text-quiet">not understood</span>}
      {entry.isInterrupted && <span className="text-xs text-quiet">interrupted</span>}
    </div>
  );
}

/** A line without words: some are to come, or none ever will. */
function Unsaid({ entry }: { entry: SpeechEntry }) {
  return entry.isNotUnderstood ? <em>not understood</em> : '…';
}
