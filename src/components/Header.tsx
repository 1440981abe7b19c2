import { ConciergeBell } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Scenario } from '@/app/agentConfigs/types';
import { cn } from '@/lib/cn';
import { inWords } from '@/lib/in-words';
import type { Theme } from '@/lib/theme';
import { Picker } from './Picker';
import { ThemeButton } from './ThemeButton';

/** Whom one calls: the scenarios there are, the one that is open, and its agents. */
export interface Choice {
  scenarios: readonly Pick<Scenario, 'key' | 'title'>[];
  scenario: string;
  agents: readonly string[];
  agent: string;
}

interface Props {
  choice: Choice;
  theme: Theme;
  isInCall: boolean;
}

/** The page's name, whom one calls, and the theme; on a phone a call has the pickers' place. One agent is no choice. */
export function Header({ choice, theme, isInCall }: Props) {
  const router = useRouter();
  const pick = (chosen: Record<string, string>) => {
    router.replace(`/?${new URLSearchParams(chosen).toString()}`);
  };
  return (
    <header className="flex flex-wrap items-center gap-3">
      <h1 className="mr-auto flex items-center gap-2 text-lg font-semibold">
        <ConciergeBell aria-hidden className="size-5 text-accent" />
        Frontdesk
      </h1>
      <div className={cn('flex min-w-0 gap-3 max-sm:order-last max-sm:w-full', isInCall && 'max-sm:hidden')}>
        <Picker
          label="Scenario"
          value={choice.scenario}
          options={choice.scenarios.map(({ key, title }) => ({ value: key, text: title }))}
          isDisabled={isInCall}
          onPick={(key) => {
            pick({ scenario: key });
          }}
        />
        {choice.agents.length > 1 && (
          <Picker
            label="Agent"
            value={choice.agent}
            options={choice.agents.map((name) => ({ value: name, text: inWords(name) }))}
            isDisabled={isInCall}
            onPick={(name) => {
              pick({ scenario: choice.scenario, agent: name });
            }}
          />
        )}
      </div>
      <ThemeButton chosen={theme} />
    </header>
  );
}
