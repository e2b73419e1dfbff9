import { checkCertificates, checkName, checkNotLate, KINDS, type Problem, show } from '../core';
import { checkKey, checkReferenceName, type ISecretReference } from '../pod';
import type { AcmeIssuerProps, ExternalAccount } from './acme-issuer';
import { AcmeSolver } from './acme-solver';

/** Follows the CRD. */
const LONGEST_CHAIN = 64;

/** Checks the address for the account as the server does, roughly: one address, without a name and without a header. */
export function checkEmail(email: string | undefined): Problem | undefined {
  if (email === undefined) return undefined;
  const right = typeof email === 'string' && email.length <= 254
    && /^[A-Za-z0-9.!#$&'*/=^_`{|}~+-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$/.test(email);
  if (right) return undefined;
  return {
    code: 'KN-CRT-003',
    message: `${show(email)} is no e-mail address`,
    received: email,
    allowed: 'one address, without `mailto:` and without a name',
    fix: "write `email: 'platform@your-domain.org'`, or leave it out",
  };
}

/** Checks the address of a server; cert-manager takes any text, and says what is wrong in the status. */
export function checkDirectory(server: string): Problem | undefined {
  const url = typeof server === 'string' && URL.canParse(server) && server === server.trim() ? new URL(server) : undefined;
  const plain = url?.username === '' && url.password === '' && url.hash === '';
  if (url?.protocol === 'https:' && plain) return undefined;
  return {
    code: 'KN-CRT-005',
    message: `${show(server)} is no directory of an ACME server`,
    received: server,
    allowed: 'an https address, without user and password',
    fix: "write `server: 'https://acme.example.com/directory'`, for example",
  };
}

/** Follows the CRD for the chain; a profile is a word of the server's directory. */
export function checkWords(field: string, text: string | undefined): Problem | undefined {
  if (text === undefined) return undefined;
  const word = field === 'profile' ? /^\S+$/ : /\S/;
  if (typeof text === 'string' && word.test(text) && text.length <= LONGEST_CHAIN) return undefined;
  return {
    code: 'KN-CRT-004',
    message: `${show(text)} is no ${field} of a server`,
    received: text,
    allowed: field === 'profile' ? 'a word' : `a name of 1 to ${LONGEST_CHAIN} characters`,
    fix: field === 'profile' ? "write `profile: 'shortlived'`, for example" : "write `preferredChain: 'ISRG Root X1'`, for example",
  };
}

/** Follows ValidateACMEIssuerConfig and validateCABundleNotEmpty of cert-manager. */
export function checkBundle({ caBundle, skipTlsVerify }: AcmeIssuerProps): Problem | undefined {
  const twice = caBundle !== undefined && skipTlsVerify === true;
  // It is written as base64.
  if (!twice) return checkNotLate('caBundle', caBundle) ?? checkCertificates('KN-CRT-006', '`caBundle`', caBundle);
  return {
    code: 'KN-CRT-006',
    message: '`caBundle` is checked against, and `skipTlsVerify` checks nothing',
    received: undefined,
    allowed: 'PEM certificates, or `skipTlsVerify`, or neither',
    fix: 'leave `skipTlsVerify` out',
  };
}

/** Checks that solvers are there. */
export function checkSolverCount(count: number): Problem | undefined {
  if (count > 0) return undefined;
  return {
    code: 'KN-CRT-001',
    message: 'the issuer has no solver, so that it can prove no name',
    received: [],
    allowed: 'one solver or more',
    fix: 'write `solvers: [AcmeSolver.dns01(Route53.ambient())]`, for example',
  };
}

/** In JavaScript a program can write the solver as the manifest has it. */
export function checkSolver(solver: AcmeSolver): Problem | undefined {
  if (solver instanceof AcmeSolver) return undefined;
  return {
    code: 'KN-CRT-001',
    message: 'a solver of the issuer is none that `AcmeSolver` made',
    received: undefined,
    allowed: '`AcmeSolver.dns01`, `AcmeSolver.http01Ingress` and `AcmeSolver.http01Gateway`',
    fix: 'write `solvers: [AcmeSolver.dns01(Route53.ambient())]`, for example',
  };
}

/** Checks where a Secret lies: cert-manager looks for those of a ClusterIssuer in one namespace. */
export function checkIssuerSecret(secret: ISecretReference, namespace: string): Problem | undefined {
  if (typeof secret.namespace !== 'string' || secret.namespace === namespace) return undefined;
  return {
    code: 'KN-CRT-010',
    message: `the Secret ${show(secret.name)} lies in namespace ${show(secret.namespace)}, and cert-manager looks for those of a `
      + `ClusterIssuer in ${show(namespace)}`,
    received: secret.namespace,
    allowed: `a Secret in ${show(namespace)}`,
    fix: `make the Secret in ${show(namespace)}, or write \`clusterResourceNamespace\` as cert-manager has it`,
  };
}

/** @param name of the Secret with the account key */
export function checkAccountKeySecret(name: string): Problem | undefined {
  return checkReferenceName('Secret', name);
}

/** Checks the cluster resource namespace. */
export function checkResourceNamespace(namespace: string): Problem | undefined {
  return checkName('namespace name', namespace, KINDS.namespace.nameRule, 'KN-NAM-006');
}

/** Follows ValidateACMEIssuerConfig of cert-manager. */
export function checkExternalAccount({ keyId, key }: ExternalAccount): (Problem | undefined)[] {
  const missing = typeof keyId !== 'string' || keyId.trim() === '';
  return [
    missing ? {
      code: 'KN-CRT-017',
      message: 'the external account has no id',
      received: keyId,
      allowed: 'the id that the server gave, and where its key stands',
      fix: "write `externalAccount: { keyId: 'the-id', key: { secret: SecretReference.fromName('acme-account'), key: 'key' } }`",
    } : undefined,
    checkReferenceName('Secret', key.secret.name), checkKey('Secret', key.key),
  ];
}
