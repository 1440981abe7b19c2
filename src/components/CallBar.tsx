import { Phone, PhoneOff } from 'lucide-react';
import type { SessionStatus, VoiceSession } from '@/realtime/session-events';
import { cn } from '@/lib/cn';
import { inWords } from '@/lib/in-words';
import type { CallState } from '@/state/call';
import { Button } from './Button';
import { Microphone } from './Microphone';

const STATUS = {
  idle: 'Not in a call',
  connecting: 'Connecting…',
  connected: 'Connected',
  dropped: 'The connection dropped',
  ended: 'Call ended',
  failed: 'The call failed',
};

const DOT: Record<SessionStatus, string> = {
  idle: 'bg-quiet',
  connecting: 'bg-accent motion-safe:animate-pulse',
  connected: 'bg-good',
  dropped: 'bg-danger',
  ended: 'bg-quiet',
  failed: 'bg-danger',
};

interface Props {
  call: CallState;
  session: VoiceSession;
  agent: string;
  onStart: () => void;
}

/** Start and end of the call, how it stands, and who is speaking. */
export function CallBar({ call, session, agent, onStart }: Props) {
  const isInCall = call.status === 'connecting' || call.status === 'connected';
  return (
    <section
      aria-label="Call"
      className="col-start-1 row-start-1 flex flex-wrap items-center gap-2 rounded-t-lg border border-line bg-surface p-3"
    >
      {isInCall ? (
        <Button
          look="danger"
          onClick={() => {
            session.stop();
          }}
        >
          <PhoneOff aria-hidden className="size-4" />
          End call
        </Button>
      ) : (
        <Button look="primary" onClick={onStart}>
          <Phone aria-hidden className="size-4" />
          {isBroken(call) ? 'Retry' : 'Start call'}
        </Button>
      )}
      {call.status === 'connected' && <Microphone microphone={call.microphone} session={session} />}
      <Standing call={call} agent={agent} />
    </section>
  );
}

function Standing({ call, agent }: { call: CallState; agent: string }) {
  return (
    <div className="ml-auto min-w-0 text-right text-sm">
      <p className="flex items-center justify-end gap-2">
        <span aria-hidden className={cn('size-2 shrink-0 rounded-full', DOT[call.status])} />
        <span role="status" data-testid="status" data-status={call.status} className="font-medium">
          {STATUS[call.status]}
          {isBroken(call) && call.message !== null && <>: {call.message}</>}
        </span>
      </p>
      <p className="text-xs text-quiet">
        <span data-testid="agent">{inWords(agent)}</span>
        {speaking(call)}
      </p>
    </div>
  );
}

function speaking(call: CallState): string {
  if (call.isUserSpeaking) return ' is listening';
  return call.isAgentSpeaking ? ' is speaking' : '';
}

function isBroken(call: CallState): boolean {
  return call.status === 'dropped' || call.status === 'failed';
}
