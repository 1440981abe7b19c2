'use client';

import { useState } from 'react';
import type { DemoCard as Demo } from '@/contract/demo';
import { useCall } from '@/hooks/useCall';
import { cn } from '@/lib/cn';
import type { Theme } from '@/lib/theme';
import { createVoiceSession } from '@/realtime/session';
import type { VoiceSession } from '@/realtime/session-events';
import type { CallState } from '@/state/call';
import { CallBar } from './CallBar';
import { Composer } from './Composer';
import { DemoCard } from './DemoCard';
import { EventLog } from './EventLog';
import { Header, type Choice } from './Header';
import { PlainHttp } from './PlainHttp';
import { TabList, TabPanel, Tabs } from './Tabs';
import { Transcript } from './Transcript';

const TRANSCRIPT = 'Transcript';
const WHOM_TO_BE = 'Whom to be';
const EVENT_LOG = 'Event log';

interface Props extends Choice {
  demo: Demo | null;
  theme: Theme;
  createSession?: () => VoiceSession;
}

/** The whole page: the call with what is said, whom one can be, and what passes under it. */
export function CallPage({ createSession = createVoiceSession, demo, theme, ...choice }: Props) {
  const { scenario, agent } = choice;
  const [draft, setDraft] = useState('');
  const [asked, setAsked] = useState(TRANSCRIPT);
  const { call, session } = useCall(createSession);
  const isConnected = call.status === 'connected';
  const isInCall = isConnected || call.status === 'connecting';
  const names = demo === null ? [TRANSCRIPT, EVENT_LOG] : [TRANSCRIPT, WHOM_TO_BE, EVENT_LOG];
  const shown = names.includes(asked) ? asked : TRANSCRIPT;
  const say = (text: string) => {
    if (!isConnected) {
      setDraft(text);
      return;
    }
    session.say(text);
    setAsked(TRANSCRIPT);
  };
  return (
    <div className="mx-auto flex h-dvh min-h-120 max-w-7xl flex-col gap-3 p-3 sm:gap-4 sm:p-6">
      <Header choice={choice} theme={theme} isInCall={isInCall} />
      <PlainHttp />
      <Tabs asChild value={shown} onValueChange={setAsked}>
        <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto] lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-x-4">
          <CallBar
            call={call}
            session={session}
            agent={isInCall ? (call.agent ?? agent) : agent}
            onStart={() => void session.start({ scenario, agent })}
          />
          <TabList label="What to see" names={names} />
          <TabPanel
            name={TRANSCRIPT}
            className="col-start-1 row-start-3 flex border-x border-line bg-surface max-lg:data-[state=inactive]:invisible"
          >
            <Transcript entries={call.transcript} />
          </TabPanel>
          <Composer draft={draft} isConnected={isConnected} onChange={setDraft} onSay={say} />
          <Beside isInFront={shown !== TRANSCRIPT} demo={demo} log={call.log} onSay={say} />
        </main>
      </Tabs>
    </div>
  );
}

const PANEL = 'border-x border-line bg-surface p-4 max-lg:data-[state=inactive]:hidden lg:rounded-lg lg:border';

interface Beside {
  isInFront: boolean;
  demo: Demo | null;
  log: CallState['log'];
  onSay: (text: string) => void;
}

/** What stands beside the call on a wide screen, and in its place on a narrow one. */
function Beside({ isInFront, demo, log, onSay }: Beside) {
  return (
    <aside
      className={cn(
        'col-start-1 row-start-3 flex min-h-0 min-w-0 flex-col lg:col-start-2 lg:row-span-4 lg:row-start-1 lg:gap-4',
        !isInFront && 'max-lg:hidden',
      )}
    >
      {demo !== null && (
        <TabPanel name={WHOM_TO_BE} className={cn(PANEL, 'flex-3 overflow-y-auto')}>
          <DemoCard demo={demo} onSay={onSay} />
        </TabPanel>
      )}
      <TabPanel name={EVENT_LOG} className={cn(PANEL, 'flex flex-2')}>
        <EventLog log={log} />
      </TabPanel>
    </aside>
  );
}
