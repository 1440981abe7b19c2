import { useSyncExternalStore } from 'react';
import { isLocalName } from '@/lib/local-name';

/** Says before a call that there will be no microphone: browsers give one only over https, or to a local name. */
export function PlainHttp() {
  const address = useSyncExternalStore(neverChanges, plainAddress, () => null);
  if (address === null) return null;
  return (
    <p role="note" className="rounded-lg border border-danger bg-surface p-3 text-sm">
      This page was opened at {address}, where a browser gives it no microphone. To talk, open it over https, or under a
      name of this machine such as http://localhost:3000. You can type here all the same.
    </p>
  );
}

function plainAddress(): string | null {
  const { protocol, hostname, origin } = window.location;
  return protocol === 'http:' && !isLocalName(hostname) && !window.isSecureContext ? origin : null;
}

function neverChanges(): () => void {
  return () => undefined;
}
