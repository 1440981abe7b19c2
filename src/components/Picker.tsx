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
    <label className="flex min-w-0 gap-x-2 gap-y-1 text-xs text-quiet max-sm:flex-1 max-sm:flex-col sm:items-center">
      {label}
      <select
        value={value}
        disabled={isDisabled}
        onChange={(change) => {
          onPick(change.target.value);
        }}
        className="h-9 min-w-0 rounded-md border border-line bg-surface px-2 text-sm text-ink focus-visible:outline-2 focus-visible:outline-accent disabled:opacity-60"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
