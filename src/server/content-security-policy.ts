import 'server-only';
import type { Settings } from './env';

/** What a page may load and reach: this site, and the realtime service of this start. */
export function contentSecurityPolicy(settings: Settings, nonce: string, isDevelopment: boolean): string {
  const evaluate = isDevelopment ? " 'unsafe-eval'" : '';
  const styles = isDevelopment ? " 'unsafe-inline'" : ''; // what a changed file's styles are reloaded with
  const reload = isDevelopment ? ' ws:' : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluate}`,
    `style-src 'self'${styles}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob: mediastream:",
    `connect-src 'self' ${new URL(settings.realtimeUrl).origin}${reload}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
