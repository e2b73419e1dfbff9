import { isIP } from 'node:net';
import {
  checkLabelSelector, checkName, checkWhole, KINDS, type LabelSelector, ownCopy, type Problem, raise,
  renderLabelSelector, show,
} from '../core';

const NAME_LABEL = 'kubernetes.io/metadata.name';
const LAST_PORT = 65_535;

/**
 * Who pods of a namespace talk with.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkPeer {
  /**
   * Pods of another namespace.
   * @param pods labels of the pods; without them all of the namespace
   * @throws KnativeError `KN-NAM-004`, `KN-NAM-006`, `KN-POD-043` or `KN-POD-048`
   */
  public static namespace(name: string, pods?: LabelSelector): NetworkPeer {
    raise(checkName('namespace name', name, KINDS.namespace.nameRule, 'KN-NAM-006'), ...checkLabelSelector(pods));
    return new NetworkPeer({ ...inNamespace(name), podSelector: renderLabelSelector(pods) });
  }

  /**
   * Addresses, such as `10.0.0.0/16`. What reaches pods through a Service of the cluster has the address of a pod, and
   * is no part of these.
   * @param except parts of them that are not meant
   * @throws KnativeError `KN-NSP-008`
   */
  public static cidr(cidr: string, ...except: string[]): NetworkPeer {
    raise(...[cidr, ...except].map(checkCidr), ...except.map((part) => checkPart(cidr, part)));
    return new NetworkPeer({ ipBlock: { cidr, except: except.length === 0 ? undefined : [...except] } });
  }

  /** Whoever, inside and outside of the cluster. */
  public static anywhere(): NetworkPeer {
    return new NetworkPeer(undefined);
  }

  private readonly rule?: Readonly<Record<string, unknown>>;

  private constructor(rule: Readonly<Record<string, unknown>> | undefined) {
    this.rule = ownCopy(rule);
  }

  /**
   * Whether it is by its address, inside and outside of the cluster.
   * @internal
   */
  public get _isAddress(): boolean {
    return this.rule === undefined || this.rule.ipBlock !== undefined;
  }

  /**
   * The list of peers of a rule; absent for anywhere.
   * @internal
   */
  public get _peers(): Readonly<Record<string, unknown>>[] | undefined {
    return this.rule === undefined ? undefined : [this.rule];
  }
}

/**
 * Ports of pods.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkPort {
  /**
   * A port of TCP.
   * @throws KnativeError `KN-NSP-008`
   */
  public static tcp(port: number): NetworkPort {
    return new NetworkPort('TCP', port);
  }

  /**
   * A port of UDP.
   * @throws KnativeError `KN-NSP-008`
   */
  public static udp(port: number): NetworkPort {
    return new NetworkPort('UDP', port);
  }

  /**
   * Ports of TCP, from the first to the last.
   * @throws KnativeError `KN-NSP-008`
   */
  public static tcpRange(first: number, last: number): NetworkPort {
    raise(checkWhole('KN-NSP-008', 'the last port', last, { min: first, max: LAST_PORT }));
    return new NetworkPort('TCP', first, last);
  }

  private constructor(
    private readonly protocol: string, private readonly port: number, private readonly endPort?: number,
  ) {
    raise(checkWhole('KN-NSP-008', 'a port', port, { min: 1, max: LAST_PORT, proposal: 8080 }));
  }

  /**
   * Whether a port of TCP is among them.
   * @internal
   */
  public _has(port: number): boolean {
    return this.protocol === 'TCP' && port >= this.port && port <= (this.endPort ?? this.port);
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return { protocol: this.protocol, port: this.port, endPort: this.endPort };
  }
}

/** All pods of a namespace, as a peer. */
export function inNamespace(name: string): Record<string, unknown> {
  return { namespaceSelector: { matchLabels: { [NAME_LABEL]: name } } };
}

/**
 * Follows ValidateIPBlock of Kubernetes. An address in a network, in place of the network's own, is taken there with a
 * warning, and means the whole network.
 */
function checkCidr(cidr: string): Problem | undefined {
  const block = blockOf(cidr);
  if (block !== undefined && block.address.slice(block.length).every((bit) => bit === '0')) return undefined;
  return {
    code: 'KN-NSP-008',
    message: `${show(cidr)} is no block of addresses`,
    received: cidr,
    allowed: 'the first address of a network, a slash and the number of its bits',
    fix: "write `NetworkPeer.cidr('10.0.0.0/16')`, for example",
  };
}

/** Follows ValidateIPBlock of Kubernetes. */
function checkPart(cidr: string, part: string): Problem | undefined {
  const [whole, inner] = [blockOf(cidr), blockOf(part)];
  const within = whole !== undefined && inner?.address.length === whole.address.length && inner.length > whole.length
    && whole.address.slice(0, whole.length).every((bit, index) => inner.address[index] === bit);
  if (within) return undefined;
  return {
    code: 'KN-NSP-008',
    message: `${show(part)} is no part of ${show(cidr)}`,
    received: part,
    allowed: `a block within ${show(cidr)} that is smaller`,
    fix: 'leave it out, or name a block within',
  };
}

interface Block {
  /** Its bits. */
  readonly address: readonly string[];
  /** How many of them are those of the network. */
  readonly length: number;
}

function blockOf(cidr: string): Block | undefined {
  const [text = '', length = '', ...rest] = String(cidr).split('/');
  const version = text.includes('%') ? 0 : isIP(text);
  const address = version === 4 ? bitsOf4(text) : bitsOf6(text);
  const numbered = rest.length === 0 && /^(0|[1-9][0-9]{0,2})$/.test(length) && Number(length) <= address.length;
  return version !== 0 && numbered ? { address, length: Number(length) } : undefined;
}

function bitsOf4(address: string): string[] {
  return address.split('.').flatMap((part) => [...Number(part).toString(2).padStart(8, '0')]);
}

/** `::` stands for as many zeros as are missing. */
function bitsOf6(address: string): string[] {
  const [before = '', after] = address.split('::');
  const [first, last] = [before, after ?? ''].map((part) => part.split(':').filter((group) => group !== '').flatMap((group) => (
    group.includes('.') ? bitsOf4(group) : [...Number.parseInt(group, 16).toString(2).padStart(16, '0')])));
  const [head, tail] = [first ?? [], last ?? []];
  return [...head, ...Array.from({ length: Math.max(128 - head.length - tail.length, 0) }, () => '0'), ...tail];
}
