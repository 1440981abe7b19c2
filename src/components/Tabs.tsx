import * as Radix from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

export const Tabs = Radix.Root;

// Radix writes style attributes, which the Content-Security-Policy forbids in served HTML; undefined leaves them out.
const NO_OUTLINE_STYLE = { outline: undefined };
const NO_ANIMATION_STYLE = { animationDuration: undefined };

/** The tabs of a narrow screen; a wide one shows every panel and needs none. */
export function TabList({ label, names }: { label: string; names: readonly string[] }) {
  return (
    <Radix.List
      aria-label={label}
      style={NO_OUTLINE_STYLE}
      className="col-start-1 row-start-2 flex gap-1 border-x border-b border-line bg-muted p-1 outline-none lg:hidden"
    >
      {names.map((name) => (
        <Radix.Trigger
          key={name}
          value={name}
          className="h-9 flex-1 cursor-pointer rounded-md px-2 text-sm font-medium text-quiet focus-visible:outline-2 focus-visible:outline-accent data-[state=active]:bg-surface data-[state=active]:text-ink data-[state=active]:shadow-sm"
        >
          {name}
        </Radix.Trigger>
      ))}
    </Radix.List>
  );
}

/** What stands behind one tab; an unseen one keeps its state and where it was scrolled to. */
export function TabPanel({ name, className, children }: { name: string; className: string; children: ReactNode }) {
  return (
    <Radix.Content asChild forceMount value={name} tabIndex={-1}>
      <div style={NO_ANIMATION_STYLE} className={cn('min-h-0 min-w-0', className)}>
        {children}
      </div>
    </Radix.Content>
  );
}
