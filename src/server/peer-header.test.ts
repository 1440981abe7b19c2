import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { PEER_HEADER, tellPeers } from './peer-header';

test('a route is told who connected, whatever a client writes', async () => {
  tellPeers();
  const server = createServer((request, response) => {
    response.end(request.headers[PEER_HEADER]);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = get({ port, host: '127.0.0.1', headers: { [PEER_HEADER]: '192.0.2.1' } });
  const [response] = (await once(asked, 'response')) as [AsyncIterable<Buffer>];
  let told = '';
  for await (const chunk of response) told += chunk.toString();
  server.close();

  expect(told).toBe('127.0.0.1');
});
