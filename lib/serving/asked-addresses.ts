import type { IConstruct } from 'constructs';
import type { PublicAddress } from '../addresses';
import { type AddressRules, appChecks, captureTrace, KnativeError, platformFor, type Problem, show } from '../core';

/**
 * Works an address out.
 * @param finished whether the program is, so that patches count
 */
export type AddressOf = (rules: AddressRules, tag: string | undefined, finished: boolean) => PublicAddress;

/**
 * Public addresses that a program asks for while it is being made. They follow from the platform and from the labels
 * and annotations of the object, which may change afterwards; so what was handed out is looked at again at synth.
 */
export class AskedAddresses {
  private readonly handedOut = new Set<string>();

  /**
   * @param found works an address out as things are now
   * @param otherwise what is handed out where there is no such address, so that the program goes on until it is refused
   */
  constructor(
    private readonly owner: IConstruct & { readonly name: string }, private readonly found: AddressOf,
    private readonly otherwise: () => string,
  ) {}

  /** @throws KnativeError `KN-ADR-004` where nobody described the platform and its domain yet */
  public ask(tag?: string): string {
    const url = this.found(this.rules(), tag, false).url ?? this.otherwise();
    const asked = `${tag ?? ''} ${url}`;
    if (!this.handedOut.has(asked)) {
      this.handedOut.add(asked);
      appChecks(this.owner).defer(this.owner, captureTrace(), () => [this.checkAgain(url, tag)]);
    }
    return url;
  }

  private rules(): AddressRules {
    const platform = platformFor(this.owner);
    if (platform?.addresses !== undefined) return platform.addresses;
    const fix = platform === undefined
      ? 'make the `KnativePlatform` before the line that asks, or describe the one that is there with `KnativePlatform.existing`'
      : `give the platform ${show(platform.construct.node.path)} a domain, or take \`url\`, the address in the cluster`;
    throw new KnativeError({
      code: 'KN-ADR-004',
      message: `the public address of ${show(this.owner.name)} is asked for, but `
        + (platform === undefined ? 'there is no platform yet' : 'the platform has no domain'),
      received: this.owner.name,
      allowed: 'programs that describe a platform with a domain first',
      fix,
    });
  }

  private checkAgain(given: string, tag: string | undefined): Problem | undefined {
    const rules = platformFor(this.owner)?.addresses;
    if (rules === undefined) return undefined;
    const { url, problem } = this.found(rules, tag, true);
    if (problem !== undefined || url === undefined || url === given) return problem;
    return {
      code: 'KN-ADR-007',
      message: `the public address of ${show(this.owner.name)} was handed out as ${show(given)}, and is ${show(url)} now`,
      received: given,
      allowed: 'addresses that stay as they were handed out',
      fix: 'give the object all of its labels and annotations in `metadata`, before its address is asked for',
    };
  }
}
