import type { Chart } from 'cdk8s';
import { ClusterDomainClaim, type ClusterDomainClaimProps } from '../../lib';
import { byHand } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'ClusterDomainClaim';
const DOMAIN = 'claims.example.com';
const claim = byHand('networking.internal.knative.dev/v1alpha1', kind, DOMAIN, { namespace: 'default' });

function make(chart: Chart, props: Partial<ClusterDomainClaimProps>): void {
  new ClusterDomainClaim(chart, 'claim', { domain: DOMAIN, namespace: 'default', ...props });
}

interface Mistake extends Pick<VerdictRow, 'mistake' | 'refused' | 'words' | 'stricter' | 'manifest'> {
  readonly props: Partial<ClusterDomainClaimProps>;
}

const SUBDOMAIN = 'a lowercase RFC 1123 subdomain must consist of';
const MISTAKES: readonly Mistake[] = [
  { mistake: 'a domain in capitals', refused: 'KN-DOM-001', props: { domain: 'Shop.example.com' }, manifest: claim({}, { name: 'Shop.example.com' }), words: SUBDOMAIN },
  { mistake: 'a star', refused: 'KN-DOM-001', props: { domain: '*.example.com' }, manifest: claim({}, { name: '*.example.com' }), words: SUBDOMAIN },
  { mistake: 'a dot at the end', refused: 'KN-DOM-001', props: { domain: 'a.example.com.' }, manifest: claim({}, { name: 'a.example.com.' }), words: SUBDOMAIN },
  { mistake: 'an address', refused: 'KN-DOM-001', props: { domain: 'http:a.example.com' }, manifest: claim({}, { name: 'http:a.example.com' }), words: SUBDOMAIN },
  {
    mistake: 'a domain of one label', refused: 'KN-DOM-001', props: { domain: 'shop' }, manifest: claim({}, { name: 'shop' }),
    stricter: 'no mapping can have that name',
  },
  {
    mistake: 'a label of 64 characters', refused: 'KN-DOM-001', props: { domain: `${'a'.repeat(64)}.example.com` },
    manifest: claim({}, { name: `${'a'.repeat(64)}.example.com` }), stricter: 'no mapping can have that name',
  },
  {
    mistake: 'another name than the domain', refused: 'KN-DOM-006', props: { metadata: { name: 'other.example.com' } },
    manifest: claim({}, { name: 'other.example.com' }), stricter: 'the name is the domain, and one of the two is not claimed',
  },
  {
    mistake: 'an empty namespace', refused: 'KN-NAM-006', props: { namespace: '' }, manifest: claim({ namespace: '' }),
    stricter: 'no mapping lies there, and the domain is taken for all others',
  },
  {
    mistake: 'a namespace that cannot exist', refused: 'KN-NAM-006', props: { namespace: 'The Shop' },
    manifest: claim({ namespace: 'The Shop' }), stricter: 'no mapping lies there, and the domain is taken for all others',
  },
];

export const rows: readonly VerdictRow[] = [
  ...MISTAKES.map(({ props, ...rest }): VerdictRow => ({ ...rest, kind, program: (chart) => { make(chart, props); } })),
  {
    kind, mistake: 'no namespace', refused: 'compiler',
    // @ts-expect-error a claim is for somebody
    program: (chart) => { new ClusterDomainClaim(chart, 'claim', { domain: DOMAIN }); },
    manifest: claim({ namespace: undefined }), words: 'spec in body must be of type object',
  },
  {
    kind, mistake: 'a number for a namespace', refused: 'compiler',
    // @ts-expect-error a namespace has a name
    program: (chart) => { make(chart, { namespace: 5 }); },
    manifest: claim({ namespace: 5 }), words: 'spec.namespace',
  },
  ...metadataRows({
    kind,
    program: (chart, { name: domain = DOMAIN, ...metadata }) => { make(chart, { metadata, domain }); },
    manifest: (metadata) => claim({}, metadata),
  }).filter(({ refused }) => refused !== 'KN-NAM-006').map((row) => row.refused === 'KN-NAM-001' ? { ...row, refused: 'KN-DOM-001' as const } : row),
];
