import { isIPv4 } from 'node:net';
import { type ErrorCode, hasLateValue, listOf, type Problem, show, showAll } from '../core';

/** A block of IPv4 addresses. */
interface Block {
  /** Its first address, as a number. */
  readonly first: number;
  /** How many bits of an address are the same in all of it. */
  readonly prefix: number;
}

/** How large a block may be, in bits of its prefix: the larger the number, the smaller the block. */
export interface BlockSize {
  readonly largest: number;
  readonly smallest: number;
}

const BITS = 32;
/**
 * Blocks whose addresses nobody on the internet has: those of networks, of the registry of special-purpose addresses of
 * IANA.
 */
const NOT_PUBLIC = [
  '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3',
];
/** Follows the description of `serviceIpv4Cidr` in the API of EKS. */
const FOR_SERVICES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/**
 * What VPCs of clusters have, as the guide of EKS names them. AWS takes any other block; pods do not reach those on the
 * internet who have its addresses then.
 */
const FOR_VPC = [...FOR_SERVICES, '100.64.0.0/10', '198.19.0.0/16'];
/** One of the two is what EKS takes for Services where nobody says; its API does not describe by which rule. */
const USUAL_FOR_SERVICES = ['10.100.0.0/16', '172.20.0.0/16'];
/** Follows isValidVPC of pkg/vpc/vpc.go of eksctl, which leaves room for a public and a private subnet in each zone. */
const OF_VPC: BlockSize = { largest: 16, smallest: 24 };
const OF_SERVICES: BlockSize = { largest: 12, smallest: 24 };
const OF_ADDRESSES: BlockSize = { largest: 0, smallest: BITS };
/** Quota of EKS for one cluster. */
const MOST_ALLOWED = 40;

/** Checks blocks from which an API server may be reached. */
export function checkAllowedCidrs(allowed: readonly string[] | undefined): (Problem | undefined)[] {
  if (allowed === undefined) return [];
  const cidrs = listOf(allowed);
  const count: Problem | undefined = cidrs.length > 0 && cidrs.length <= MOST_ALLOWED ? undefined : {
    code: 'KN-CLU-005',
    message: cidrs.length === 0 ? 'nobody may reach the public endpoint' : `${cidrs.length} blocks may reach the public endpoint`,
    received: cidrs.length,
    allowed: `1 to ${MOST_ALLOWED} blocks`,
    fix: cidrs.length === 0 ? 'write `ClusterEndpoints.privateOnly()`, or leave `allowedCidrs` out' : 'write larger blocks',
  };
  return [count, ...cidrs.map((cidr) => checkBlock(cidr, 'allowedCidrs', OF_ADDRESSES) ?? checkPublic(cidr)), checkApart(cidrs)];
}

/** Checks the addresses of a VPC and of Services. */
export function checkNetworkCidrs(cidr: string | undefined, serviceCidr: string | undefined): Problem | undefined {
  const wrong = (cidr === undefined ? undefined : checkBlock(cidr, 'cidr', OF_VPC) ?? checkInside(cidr, 'cidr', FOR_VPC))
    ?? (serviceCidr === undefined ? undefined
      : checkBlock(serviceCidr, 'serviceCidr', OF_SERVICES) ?? checkInside(serviceCidr, 'serviceCidr', FOR_SERVICES));
  if (wrong !== undefined || cidr === undefined || hasLateValue([cidr, serviceCidr])) return wrong;
  const services = serviceCidr === undefined ? USUAL_FOR_SERVICES : [serviceCidr];
  const shared = services.find((other) => overlap(other, cidr));
  if (shared === undefined) return undefined;
  return {
    code: 'KN-CLU-006',
    message: serviceCidr === undefined
      ? `the VPC ${show(cidr)} overlaps ${show(shared)}, which EKS may take for Services`
      : `the VPC ${show(cidr)} overlaps ${show(shared)}, which Services have`,
    received: cidr,
    allowed: 'blocks of the VPC and of Services that have no address in common',
    fix: `write ${showAll(USUAL_FOR_SERVICES.filter((other) => !overlap(other, cidr)))} for \`serviceCidr\`, or another \`cidr\``,
  };
}

/** Checks that no block has an address of another one. */
function checkApart(cidrs: readonly string[]): Problem | undefined {
  const good = cidrs.filter((cidr) => blockOf(cidr) !== undefined);
  const twice = good.find((cidr, index) => good.slice(0, index).some((other) => overlap(cidr, other)));
  if (twice === undefined) return undefined;
  const other = good.find((each) => overlap(each, twice));
  return {
    code: 'KN-CLU-006',
    message: `the blocks ${show(other)} and ${show(twice)} overlap`,
    received: twice,
    allowed: 'blocks that have no address in common',
    fix: 'leave the smaller one out',
  };
}

function checkBlock(cidr: string, field: string, size: BlockSize): Problem | undefined {
  if (hasLateValue(cidr)) return undefined;
  const block = blockOf(cidr);
  const rule = { code: 'KN-CLU-006' as ErrorCode, received: cidr };
  if (block === undefined) {
    return {
      ...rule,
      message: `${show(cidr)} is no block of addresses`,
      allowed: 'an IPv4 address, a slash and how many bits are the same in all: `10.0.0.0/16`',
      fix: isIPv4(String(cidr)) ? `write \`${field}: '${cidr}/32'\` for that one address` : `write \`${field}\` as \`10.0.0.0/16\`, for example`,
    };
  }
  const begins = textOf(firstOf(block), block.prefix);
  if (begins !== cidr) {
    return {
      ...rule,
      message: `${show(cidr)} is an address inside of the block ${show(begins)}`,
      allowed: 'the first address of a block',
      fix: `write \`'${begins}'\``,
    };
  }
  if (block.prefix >= size.largest && block.prefix <= size.smallest) return undefined;
  const prefix = block.prefix < size.largest ? size.largest : size.smallest;
  return {
    ...rule,
    message: `${show(cidr)} is too ${block.prefix < size.largest ? 'large' : 'small'} for \`${field}\``,
    allowed: `from /${size.largest} to /${size.smallest}`,
    fix: `write \`'${textOf(firstOf({ ...block, prefix }), prefix)}'\`, for example`,
  };
}

/** All addresses are many that nobody has, too; they stand for everywhere. */
function checkPublic(cidr: string): Problem | undefined {
  const { prefix } = blockOf(cidr) ?? { prefix: 0 };
  const within = prefix === 0 ? undefined : NOT_PUBLIC.find((block) => overlap(block, cidr));
  if (within === undefined) return undefined;
  return {
    code: 'KN-CLU-005',
    message: `${show(cidr)} has addresses of ${show(within)}, which nobody on the internet has`,
    received: cidr,
    allowed: 'blocks of public addresses',
    fix: 'write the addresses that your network has on the internet; from inside of the VPC the private endpoint is reached',
  };
}

function checkInside(cidr: string, field: string, ranges: readonly string[]): Problem | undefined {
  if (hasLateValue(cidr) || ranges.some((range) => contains(range, cidr))) return undefined;
  return {
    code: 'KN-CLU-006',
    message: `${show(cidr)} has addresses that are not for networks of one's own`,
    received: cidr,
    allowed: `blocks inside of ${showAll(ranges)}`,
    fix: `write \`${field}: '${field === 'cidr' ? '192.168.0.0/16' : '10.100.0.0/16'}'\`, for example`,
  };
}

function blockOf(cidr: string): Block | undefined {
  const [, address = '', bits = ''] = /^([0-9.]+)\/(0|[1-9][0-9]?)$/.exec(String(cidr)) ?? [];
  if (!isIPv4(address) || Number(bits) > BITS) return undefined;
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first, prefix: Number(bits) };
}

/** Numbers of JavaScript hold 53 bits, and its bit operations 32 with a sign: divide. */
function firstOf({ first, prefix }: Block): number {
  const count = 2 ** (BITS - prefix);
  return Math.floor(first / count) * count;
}

function textOf(address: number, prefix: number): string {
  const parts = [3, 2, 1, 0].map((place) => Math.floor(address / 256 ** place) % 256);
  return `${parts.join('.')}/${prefix}`;
}

function contains(outer: string, inner: string): boolean {
  const [one, other] = [blockOf(outer), blockOf(inner)];
  if (one === undefined || other === undefined) return false;
  return one.prefix <= other.prefix && firstOf(one) === firstOf({ ...other, prefix: one.prefix });
}

function overlap(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}
