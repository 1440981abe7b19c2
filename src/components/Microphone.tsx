import { Hand, Mic, MicOff, Radio } from 'lucide-react';
import { useState } from 'react';
import type { MicrophoneState, VoiceSession } from '@/realtime/session-events';
import { Button } from './Button';

/** Mute, push-to-talk and interrupt; without a microphone, that one can type. */
export function Microphone({ microphone, session }: { microphone: MicrophoneState; session: VoiceSession }) {
  const [isPushToTalk, setPushToTalk] = useState(false);
  const isMuted = microphone === 'muted';
  const isSilent = microphone === 'unavailable' || microphone === 'lost';
  return (
    <div className="flex items-center gap-2 max-sm:order-last max-sm:w-full max-sm:flex-wrap max-sm:*:flex-auto max-sm:*:gap-1.5 max-sm:*:px-2">
      {isSilent ? (
        <Silence isLost={microphone === 'lost'} />
      ) : (
        <>
          <Button
            onClick={() => {
              session.setMuted(!isMuted);
            }}
          >
            {isMuted ? <MicOff aria-hidden className="size-4" /> : <Mic aria-hidden className="size-4" />}
            {isMuted ? 'Unmute' : 'Mute'}
          </Button>
          <Button
            aria-pressed={isPushToTalk}
            onClick={() => {
              session.setPushToTalk(!isPushToTalk);
              setPushToTalk(!isPushToTalk);
            }}
          >
            <Radio aria-hidden className="size-4" />
            Push to talk
          </Button>
        </>
      )}
      <Button
        onClick={() => {
          session.interrupt();
        }}
      >
        <Hand aria-hidden className="size-4" />
        Interrupt
      </Button>
      {!isSilent && isPushToTalk && <HoldToTalk session={session} />}
    </div>
  );
}

function Silence({ isLost }: { isLost: boolean }) {
  if (!isLost) return <p className="text-sm">No microphone: typing only.</p>;
  return (
    <p role="alert" className="text-sm">
      The microphone is gone: connect one again, or type.
    </p>
  );
}

function HoldToTalk({ session }: { session: VoiceSession }) {
  const [isTalking, setTalking] = useState(false);
  const talk = (next: boolean) => {
    if (next === isTalking) return;
    setTalking(next);
    session.talk(next);
  };
  return (
    <Button
      look="primary"
      className="touch-none select-none max-sm:h-12 max-sm:basis-full"
      aria-pressed={isTalking}
      onPointerDown={(press) => {
        press.currentTarget.setPointerCapture(press.pointerId);
        talk(true);
      }}
      onPointerUp={() => {
        talk(false);
      }}
      onPointerCancel={() => {
        talk(false);
      }}
      onBlur={() => {
        talk(false);
      }}
      onKeyDown={(key) => {
        if (key.key === ' ') talk(true);
      }}
      onKeyUp={(key) => {
        if (key.key === ' ') talk(false);
      }}
    >
      Hold to talk
    </Button>
  );
}
