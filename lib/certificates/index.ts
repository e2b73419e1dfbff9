/** Issuers of certificates: Let's Encrypt and other ACME servers, and issuers that exist. */
export * from './acme-issuer';
export * from './acme-solver';
export * from './cert-manager';
export * from './cluster-issuer';
export * from './dns01-provider';
export * from './iam-grants';
export * from './issuer-checks';
export * from './issuer-contract';
export * from './issuer-reach';
export * from './lets-encrypt-issuer';
export * from './route53';
export { challengePolicy } from './route53-policy';
export * from './solver-selector';
