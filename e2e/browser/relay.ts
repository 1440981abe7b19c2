import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** An answer that is to be lost, and who waits for that. */
interface Loss {
  mark: string;
  onLost: (answer: string) => void;
}

/** Stands between the web server and the toolserver, passes every byte on, and loses an answer when it is told to. */
export class Relay {
  private readonly clients = new Set<Socket>();
  private readonly server = createServer((client) => {
    this.serve(client);
  });
  private loss: Loss | undefined;

  constructor(
    private readonly port: number,
    private readonly targetPort: number,
  ) {}

  async open(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** From now on connecting is refused, as it is where no program listens. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    for (const client of this.clients) client.destroy();
    await closed;
  }

  /** The answer to the next request that holds the mark, which its sender never gets: the connection ends instead. */
  loseNextAnswer(mark: string): Promise<string> {
    return new Promise((onLost) => {
      this.loss = { mark, onLost };
    });
  }

  private serve(client: Socket): void {
    const target = connect(this.targetPort, '127.0.0.1');
    let asked = '';
    let loss: Loss | undefined;
    client.on('data', (chunk) => {
      asked += chunk.toString();
      loss ??= this.claimed(asked);
      target.write(chunk);
    });
    target.on('data', (chunk) => {
      asked = '';
      if (loss === undefined) {
        client.write(chunk);
        return;
      }
      client.destroy();
      loss.onLost(chunk.toString());
    });
    this.endTogether(client, target);
  }

  private claimed(asked: string): Loss | undefined {
    const { loss } = this;
    if (loss === undefined || !asked.includes(loss.mark)) return undefined;
    this.loss = undefined;
    return loss;
  }

  private endTogether(client: Socket, target: Socket): void {
    this.clients.add(client);
    client.on('close', () => {
      this.clients.delete(client);
      target.destroy();
    });
    target.on('close', () => client.destroy());
    // Both ends are told by the close that follows.
    for (const socket of [client, target]) socket.on('error', () => undefined);
  }
}
