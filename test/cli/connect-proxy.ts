import * as http from 'http';
import * as net from 'net';
import type { AddressInfo } from 'net';

/** A proxy on this machine that makes tunnels. */
export interface ConnectProxy {
  readonly address: string;
  /** Where tunnels were made to, host and port. */
  readonly tunnels: string[];
  readonly stop: () => Promise<void>;
}

export async function startProxy(): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, client: net.Socket) => {
    const target = request.url ?? '';
    tunnels.push(target);
    const { hostname, port } = new URL(`http://${target}`);
    const upstream = net.connect({ host: hostname, port: Number(port) }, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
