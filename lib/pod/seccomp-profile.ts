import { raise } from '../core';
import { checkSubPath } from './path-checks';

/**
 * Which system calls a container may make.
 * @see https://kubernetes.io/docs/tutorials/security/seccomp/
 */
export class SeccompProfile {
  /** The profile of the container runtime. */
  public static readonly RUNTIME_DEFAULT = new SeccompProfile('RuntimeDefault');
  /** Every system call. */
  public static readonly UNCONFINED = new SeccompProfile('Unconfined');

  /**
   * A profile that lies on the node.
   * @param localhostProfile path below the kubelet's seccomp folder
   * @throws KnativeError `KN-POD-028` for a path that leaves the folder
   */
  public static localhost(localhostProfile: string): SeccompProfile {
    raise(checkSubPath('seccomp profile', localhostProfile));
    return new SeccompProfile('Localhost', localhostProfile);
  }

  private constructor(private readonly type: string, private readonly localhostProfile?: string) {}

  /** @internal */
  public _render(): Record<string, unknown> {
    return { type: this.type, localhostProfile: this.localhostProfile };
  }
}
