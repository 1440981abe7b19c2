/** Tells this site that a call is over, also while its page goes away; one it never hears of expires by itself. */
export function endToolSession(sessionId: string): void {
  const address = `/api/execute-python-tool?session_id=${encodeURIComponent(sessionId)}`;
  fetch(address, { method: 'DELETE', keepalive: true }).catch(() => undefined);
}
