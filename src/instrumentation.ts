/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { tellPeers } = await import('./server/peer-header');
    tellPeers();
  }
}
