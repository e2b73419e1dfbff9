import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import type { Plane } from '../control-plane/plane';

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { server: string } }[];
  readonly users: readonly { readonly user: Record<string, unknown> }[];
}

/** A door in front of an API server, which can be shut while somebody goes through it. */
export class Door {
  private readonly sockets = new Set<net.Socket>();
  private server = this.make();
  private port = 0;

  constructor(private readonly to: number) {}

  public async open(): Promise<void> {
    this.server = this.make();
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as net.AddressInfo).port;
  }

  /** Ends all connections, and takes no other: as when a server is restarted. */
  public async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** A kubeconfig that leads through the door. */
  public kubeconfig(plane: Pick<Plane, 'kubeconfig'>): string {
    return changedKubeconfig(plane, `door-${this.port}`, ({ clusters }) => {
      for (const { cluster } of clusters) cluster.server = `https://127.0.0.1:${this.port}`;
    });
  }

  private make(): net.Server {
    return net.createServer((client) => {
      const server = net.connect(this.to, '127.0.0.1');
      for (const [one, other] of [[client, server], [server, client]] as const) {
        this.sockets.add(one);
        one.on('error', () => other.destroy()).on('close', () => this.sockets.delete(one)).pipe(other);
      }
    });
  }
}

/** The kubeconfig of a plane for somebody who is not its administrator. */
export function kubeconfigAs(plane: Pick<Plane, 'kubeconfig'>, name: string, user: Readonly<Record<string, unknown>>): string {
  return changedKubeconfig(plane, name, ({ users }) => {
    for (const each of users) Object.assign(each.user, user);
  });
}

function changedKubeconfig(plane: Pick<Plane, 'kubeconfig'>, name: string, change: (config: Kubeconfig) => void): string {
  const config = JSON.parse(fs.readFileSync(plane.kubeconfig, 'utf8')) as Kubeconfig;
  change(config);
  const file = path.join(path.dirname(plane.kubeconfig), `kubeconfig-${name}`);
  fs.writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
