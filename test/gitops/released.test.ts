import { JsonPatch } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { ComponentName, KnativeVersion, SideDocuments } from '../../lib/core';
import { GitOps } from '../../lib/gitops';
import { InstalledBy } from '../../lib/platform';
import { VendoredReleases } from '../../lib/releases';
import { SMALL_RELEASES, workload } from '../platform/small-releases';
import { objectOf, refusals, vendored } from '../platform/vendored-program';
import { vendoredFolder } from '../vendored-files';

const ADAPTER = workload('Deployment', 'knative-eventing', 'pingsource-mt-adapter', 'registry.example/mtping:1', 'dispatcher')
  .replace('spec:', 'spec:\n  replicas: 0').concat('\n          env: [{ name: K_LOGGING_CONFIG, value: "" }]\n');
const eventing = SMALL_RELEASES[ComponentName.KNATIVE_EVENTING] ?? {};
const selfRemoving = (text = '') => text.replace('spec:', 'spec:\n  ttlSecondsAfterFinished: 600');
const folder = vendoredFolder({
  ...SMALL_RELEASES,
  [ComponentName.KNATIVE_EVENTING]: {
    ...eventing,
    'eventing-core.yaml': `${eventing['eventing-core.yaml'] ?? ''}---\n${ADAPTER}`,
    'eventing-post-install.yaml': selfRemoving(eventing['eventing-post-install.yaml']),
  },
});
const CHANGED = ['/spec/replicas', '/spec/template/spec/containers/0/env'];

function upgraded() {
  const releases = VendoredReleases.fromFolder(folder);
  return vendored({ installedBy: InstalledBy.RELEASE_MANIFESTS, releases, upgradingFrom: KnativeVersion.V1_22 });
}

function program() {
  const made = upgraded();
  new GitOps(made.app, 'gitops', { syncWaves: true, flux: true });
  return made;
}

test('what controllers change in a platform from release manifests is left to them by both tools', () => {
  const { app } = program();
  const { spec } = objectOf(app, 'Deployment', 'pingsource-mt-adapter') as unknown as { spec: { replicas: number } };
  const { 'argocd/application.yaml': application = '', 'flux/kustomizations.yaml': stages = '' } = SideDocuments.of(app).render();
  const ignoring = parseAllDocuments(stages).map((document) => document.toJS() as { spec: { ignore?: unknown } })
    .flatMap((each) => each.spec.ignore ?? []);

  expect(spec.replicas).toBe(0);
  expect(spec).toMatchObject({ template: { spec: { containers: [{ env: [{ name: 'K_LOGGING_CONFIG', value: '' }] }] } } });
  const place = { group: 'apps', kind: 'Deployment', namespace: 'knative-eventing', name: 'pingsource-mt-adapter' };
  expect((parse(application) as { spec: { ignoreDifferences: unknown } }).spec.ignoreDifferences)
    .toContainEqual({ ...place, jsonPointers: CHANGED });
  expect(ignoring).toEqual([{ paths: CHANGED, target: place }]);
});

test('Jobs of an upgrade stay when they are done', () => {
  const { app } = program();

  expect(objectOf(app, 'Job', 'storage-version-migration-eventing-eventing-1.23.0').spec).not.toHaveProperty('ttlSecondsAfterFinished');
  expect(objectOf(upgraded().app, 'Job', 'storage-version-migration-eventing-eventing-1.23.0').spec).toMatchObject({ ttlSecondsAfterFinished: 600 });
});

test('fails on a patch of a release that does not apply, with its code', () => {
  const { app, platform } = program();
  platform.patchReleased({ kind: 'Job', name: 'storage-version-migration-eventing-eventing-1.23.0', namespace: 'knative-eventing' },
    JsonPatch.replace('/spec/nothing/there', 1));

  expect(refusals(app).map((text) => text.replace(/^.*?(KN-[A-Z]+-\d+).*$/s, '$1'))).toEqual(['KN-TYP-002']);
});
