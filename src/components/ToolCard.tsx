import { Ban, CircleCheck, CircleHelp, CircleX, LoaderCircle } from 'lucide-react';
import { cn } from '@/lib/cn';
import type { TranscriptEntry } from '@/state/transcript';

const LOOK = {
  running: { Icon: LoaderCircle, color: 'text-quiet', motion: 'motion-safe:animate-spin' },
  succeeded: { Icon: CircleCheck, color: 'text-good', motion: '' },
  asked: { Icon: CircleHelp, color: 'text-quiet', motion: '' },
  failed: { Icon: CircleX, color: 'text-danger', motion: '' },
  refused: { Icon: Ban, color: 'text-danger', motion: '' },
};

type ToolCall = Extract<TranscriptEntry, { kind: 'tool' }>;

/** One tool call with its arguments, outcome and duration. */
export function ToolCard({ call }: { call: ToolCall }) {
  const { Icon, color, motion } = LOOK[call.outcome];
  return (
    <details
      data-testid="tool-call"
      data-tool={call.tool ?? undefined}
      data-outcome={call.outcome}
      className="w-full rounded-lg border border-line px-3 py-2 text-xs"
    >
      <summary className="cursor-pointer rounded focus-visible:outline-2 focus-visible:outline-accent">
        <Icon aria-hidden className={cn('mx-1 inline size-4 align-text-bottom', color, motion)} />
        <strong className="font-semibold wrap-anywhere">{nameOf(call)}</strong>{' '}
        <span className={color}>{call.outcome}</span>
        {call.tookMs !== null && <span className="text-quiet"> · {Math.round(call.tookMs)} ms</span>}
      </summary>
      {call.title !== null && <code className="mt-2 block break-all text-quiet">{call.tool}</code>}
      <Json label="Arguments" value={call.arguments} />
      {call.outcome !== 'running' && <Json label="Answer" value={call.answer} />}
    </details>
  );
}

/** What the tool is for, where that is known. */
function nameOf({ title, tool }: ToolCall): string {
  return title === null ? (tool ?? 'a tool') : title.charAt(0).toUpperCase() + title.slice(1);
}

/** A value as indented JSON. */
export function Json({ label, value }: { label: string; value: unknown }) {
  return (
    <pre aria-label={label} tabIndex={0} className="mt-2 max-h-72 overflow-auto rounded bg-muted p-2 text-xs">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
