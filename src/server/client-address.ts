import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { Settings } from './env';
import { PEER_HEADER } from './peer-header';

// For a toolserver without a key, which serves this machine only.
const KEY = randomBytes(32);

/** Addresses that are used within a machine or a site. */
const WITHIN = new BlockList();
WITHIN.addSubnet('127.0.0.0', 8, 'ipv4');
WITHIN.addSubnet('10.0.0.0', 8, 'ipv4');
WITHIN.addSubnet('172.16.0.0', 12, 'ipv4');
WITHIN.addSubnet('192.168.0.0', 16, 'ipv4');
WITHIN.addSubnet('169.254.0.0', 16, 'ipv4');
WITHIN.addAddress('::1', 'ipv6');
WITHIN.addSubnet('fc00::', 7, 'ipv6');
WITHIN.addSubnet('fe80::', 10, 'ipv6');

/** One network that a request came from, as limits count it: an IPv4 address, or the /64 of an IPv6 one. */
export function networkOf(request: Request, { trustProxy }: Pick<Settings, 'trustProxy'>): string {
  return network(addressOf(request, trustProxy));
}

/**
 * The same as an opaque text, by which the toolserver slows down who guesses identities. None where the address may be
 * that of a proxy nobody told us of: then it would stand for everyone, and one guesser would stop them all.
 */
export function clientOf(request: Request, { trustProxy, toolserverKey }: Settings): string | undefined {
  const address = addressOf(request, trustProxy);
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(address) === 0 || (!trustProxy && WITHIN.check(address, family))) return undefined;
  return createHmac('sha256', toolserverKey ?? KEY)
    .update(network(address))
    .digest('hex');
}

function addressOf(request: Request, trustProxy: boolean): string {
  // The nearest proxy's word is the last; without a proxy that is trusted anyone can write the header.
  const forwarded = trustProxy ? request.headers.get('x-forwarded-for') : null;
  return bare((forwarded?.split(',').at(-1) ?? request.headers.get(PEER_HEADER) ?? '').trim());
}

function network(address: string): string {
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
