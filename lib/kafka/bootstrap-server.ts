import { checkCredentials, holdsCredential, type Problem, show } from '../core';

const SERVER = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?):([1-9][0-9]{0,4})$/;
const MAX_PORT = 65_535;

/** Checks the address of a Kafka server, `host:port`; a scheme, a path or a list in one text is refused. */
export function checkBootstrapServer(server: string): Problem | undefined {
  const secret = checkCredentials('a bootstrap server', server, 'KN-KFK-001',
    "write `'kafka.example.com:9092'`, for example, and the user and password in `credentials`");
  if (secret !== undefined) return secret;
  const port = SERVER.exec(server)?.[3];
  if (port !== undefined && Number(port) <= MAX_PORT) return undefined;
  return {
    code: 'KN-KFK-001',
    message: `${show(server)} is no bootstrap server`,
    received: server,
    allowed: '`host:port`, without scheme, path or white space',
    fix: `write ${show(propose(server))}, for example`,
  };
}

/**
 * Follows control-plane/pkg/apis/sources/v1/kafka_validation.go and kafka_sink_validation.go, which refuse an empty
 * list and look no further.
 * @internal
 */
export function checkBootstrapServers(servers: readonly string[]): Problem[] {
  if (servers.length === 0) {
    return [{
      code: 'KN-KFK-002',
      message: 'the Kafka cluster has no bootstrap server',
      received: servers,
      allowed: 'one server or more',
      fix: "write `bootstrapServers: ['kafka.example.com:9092']`",
    }];
  }
  const twice = servers.filter((server, index) => servers.indexOf(server) !== index && !holdsCredential(server));
  const repeated = [...new Set(twice)].map((server): Problem => ({
    code: 'KN-KFK-002',
    message: `the bootstrap server ${show(server)} is named more than once`,
    received: server,
    allowed: 'each server once',
    fix: 'leave the repetition out',
  }));
  const wrong = [...new Set(servers)].map(checkBootstrapServer).filter((problem) => problem !== undefined);
  return [...wrong, ...repeated];
}

function propose(server: string): string {
  const bare = String(server).trim().replace(/^[A-Za-z0-9_+.-]*:\/\//, '').replace(/[/,\s].*$/, '');
  const host = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(bare)?.[0].replace(/[._-]+$/, '');
  const port = /:([1-9][0-9]{0,4})$/.exec(bare)?.[1];
  return `${host ?? 'kafka.example.com'}:${port !== undefined && Number(port) <= MAX_PORT ? port : '9092'}`;
}
