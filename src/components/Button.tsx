import { cva, type VariantProps } from 'class-variance-authority';
import type { ButtonHTMLAttributes } from 'react';
import { cn } from '@/lib/cn';

const button = cva(
  'inline-flex h-9 shrink-0 cursor-pointer items-center justify-center gap-2 rounded-md px-3 text-sm font-medium transition-colors focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-accent disabled:cursor-not-allowed disabled:opacity-50',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        danger: 'bg-danger-strong text-white hover:opacity-90',
        outline:
          'border border-line bg-surface text-ink hover:bg-muted aria-pressed:border-accent aria-pressed:bg-muted',
      },
    },
    defaultVariants: { look: 'outline' },
  },
);

type Props = ButtonHTMLAttributes<HTMLButtonElement> & VariantProps<typeof button>;

/** A button in one of three looks. */
export function Button({ className, look, type = 'button', ...rest }: Props) {
  return <button type={type} className={cn(button({ look }), className)} {...rest} />;
}
