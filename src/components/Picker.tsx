import { ChevronDown } from 'lucide-react';

interface Props {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  isDisabled: boolean;
  onPick: (value: string) => void;
}

/** A labelled menu; the platform's own, so that it works with every keyboard and phone. */
export function Picker({ label, value, options, isDisabled, onPick }: Props) {
  return (
    <label className="flex min-w-0 gap-x-2 gap-y-1 text-xs text-quiet max-sm:flex-auto max-sm:flex-col sm:items-center">
      {label}
      <span className="relative flex min-w-0 text-ink has-disabled:opacity-60">
        <select
          value={value}
          disabled={isDisabled}
          onChange={(change) => {
            onPick(change.target.value);
          }}
          className="h-9 w-full min-w-0 appearance-none truncate rounded-md border border-line bg-surface pr-8 pl-3 text-sm focus-visible:outline-2 focus-visible:outline-accent"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-quiet" />
      </span>
    </label>
  );
}
