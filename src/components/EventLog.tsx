import { useState } from 'react';
import type { EventLogEntry } from '@/state/event-log';
import { Json } from './ToolCard';

/** The raw protocol events and what the page notes beside them, newest first. */
export function EventLog({ log }: { log: readonly EventLogEntry[] }) {
  const [filter, setFilter] = useState('');
  const shown = log.filter((entry) => entry.type.includes(filter.trim())).reverse();
  return (
    <section aria-label="Event log" className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
      <h2 className="text-sm font-semibold">Event log</h2>
      <input
        aria-label="Filter events by type"
        placeholder="Filter by type"
        value={filter}
        onChange={(change) => {
          setFilter(change.target.value);
        }}
        className="h-9 shrink-0 rounded-md border border-line bg-surface px-3 text-sm focus-visible:outline-2 focus-visible:outline-accent"
      />
      <div
        className="min-h-0 flex-1 overflow-y-auto focus-visible:outline-2 focus-visible:outline-accent"
        tabIndex={0}
        role="region"
        aria-label="Events"
      >
        {shown.length === 0 && <p className="py-2 text-xs text-quiet">{nothing(log)}</p>}
        {shown.map((entry) => (
          <LoggedEvent key={entry.number} entry={entry} />
        ))}
      </div>
    </section>
  );
}

function nothing(log: readonly EventLogEntry[]): string {
  return log.length === 0 ? 'What passes between page and voice service appears here.' : 'No event is of this type.';
}

const LINE = 'border-b border-line py-1.5 text-xs last:border-0';
const FROM = { client: '↑ client', server: '↓ server', page: '• page' };

function LoggedEvent({ entry }: { entry: EventLogEntry }) {
  const [isOpen, setOpen] = useState(false);
  const heading = (
    <>
      <span className="text-quiet">{FROM[entry.from]}</span> {entry.type}
    </>
  );
  if (entry.from === 'page') {
    return (
      <div className={LINE}>
        {heading}
        <p className="mt-1 wrap-anywhere text-danger">{entry.note}</p>
      </div>
    );
  }
  return (
    <details
      className={LINE}
      onToggle={(toggle) => {
        setOpen(toggle.currentTarget.open);
      }}
    >
      <summary className="cursor-pointer break-all">{heading}</summary>
      {isOpen && <Json label="Event" value={entry.event} />}
    </details>
  );
}
