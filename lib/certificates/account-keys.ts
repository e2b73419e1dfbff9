import type { IConstruct } from 'constructs';
import { clusterOf, refuseAtSynth, show, traceOf, type TreeCheck } from '../core';

/** What the check of account keys looks at. */
interface AccountHolder extends IConstruct {
  readonly accountKeySecret: string;
  readonly clusterResourceNamespace: string;
  readonly server: string;
}

/** A key that two servers know is as weak as the weaker of them, and a rewritten one locks the other account out. */
export const ACCOUNT_KEY_CHECK: TreeCheck = { order: 30, run: checkAccountKeys };

function checkAccountKeys(constructs: readonly IConstruct[]): void {
  const first = new Map<string, AccountHolder>();
  for (const issuer of constructs) {
    if (!isHolder(issuer)) continue;
    const key = [clusterOf(issuer), issuer.clusterResourceNamespace, issuer.accountKeySecret].join('|');
    const other = first.get(key);
    if (other === undefined) first.set(key, issuer);
    else if (other.server !== issuer.server) refuseShared(other, issuer);
  }
}

function isHolder(construct: IConstruct): construct is AccountHolder {
  return 'accountKeySecret' in construct && 'clusterResourceNamespace' in construct && 'server' in construct;
}

function refuseShared(other: AccountHolder, issuer: AccountHolder): void {
  refuseAtSynth(issuer, {
    code: 'KN-CRT-011',
    message: `the account key ${show(issuer.accountKeySecret)} is that of ${show(other.node.path)} too, which asks another server, `
      + show(other.server),
    received: issuer.accountKeySecret,
    allowed: 'a Secret for each server',
    fix: 'leave `accountKeySecret` out, or name another Secret',
  }, traceOf(issuer));
}
