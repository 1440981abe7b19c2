import 'server-only';
import { isIP } from 'node:net';
import type { Settings } from './env';
import { PEER_HEADER } from './peer-header';

/** One network that a request came from, as limits count it: an IPv4 address, or the /64 of an IPv6 one. */
export function networkOf(request: Request, { trustProxy }: Pick<Settings, 'trustProxy'>): string {
  // The nearest proxy's word is the last; without a proxy that is trusted anyone can write the header.
  const forwarded = trustProxy ? request.headers.get('x-forwarded-for') : null;
  return network(forwarded?.split(',').at(-1) ?? request.headers.get(PEER_HEADER) ?? '');
}

function network(written: string): string {
  const address = bare(written.trim());
  if (isIP(address) === 4) return address;
  return isIP(address) === 6 ? network64(address) : 'unknown';
}

/** Without a port, a zone, or what makes an IPv4 address look like an IPv6 one. */
function bare(address: string): string {
  const [, inBrackets] = /^\[(.*)\](?::\d+)?$/.exec(address) ?? [];
  const [, beforePort] = /^([\d.]+):\d+$/.exec(address) ?? [];
  return (inBrackets ?? beforePort ?? address).replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/i, '');
}

/** One customer of a provider has a whole /64, and may change the rest of the address as they like. */
function network64(address: string): string {
  // A URL writes each address in one way, with `::` for the longest run of zeros.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = '', after] = canonical.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: after === undefined ? 0 : 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}
