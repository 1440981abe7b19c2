import type { DemoCard as Demo } from '@/contract/demo';
import { Button } from './Button';

interface Props {
  demo: Demo;
  onSay: (text: string) => void;
}

/** Whom one can be with demo data, and what one might say. */
export function DemoCard({ demo, onSay }: Props) {
  return (
    <section aria-label="Demo" className="flex flex-col gap-3 text-sm">
      <h2 className="font-semibold">You can be…</h2>
      <div className="divide-y divide-line rounded-md border border-line">
        {demo.people.map((person) => (
          <details key={person.name} className="px-3 py-2">
            <summary className="cursor-pointer rounded text-xs focus-visible:outline-2 focus-visible:outline-accent">
              <strong className="text-sm font-medium">{person.name}</strong>{' '}
              <span className="text-quiet">{person.about}</span>
            </summary>
            <dl className="mt-2 grid grid-cols-2 gap-1 text-xs">
              {person.facts.map((fact) => (
                <div key={fact.label} className="contents">
                  <dt className="text-quiet">{fact.label}</dt>
                  <dd className="break-words">{fact.value}</dd>
                </div>
              ))}
            </dl>
          </details>
        ))}
      </div>
      <h2 className="font-semibold">You might say…</h2>
      <div className="flex flex-wrap gap-2">
        {demo.say.map((text) => (
          <Button
            key={text}
            className="h-auto min-h-8 shrink rounded-2xl py-1.5 text-left text-xs font-normal"
            onClick={() => {
              onSay(text);
            }}
          >
            {text}
          </Button>
        ))}
      </div>
    </section>
  );
}
