import 'server-only';

const LOCAL = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a host's name, without its port, leads to this machine wherever it is asked. */
export function isLocalName(hostname: string): boolean {
  return LOCAL.test(hostname);
}
