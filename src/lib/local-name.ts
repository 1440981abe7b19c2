const LOCAL = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a host's name, without its port, leads to the machine on which it is asked. */
export function isLocalName(hostname: string): boolean {
  return LOCAL.test(hostname);
}
