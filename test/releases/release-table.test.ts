import { ComponentName, KafkaDataPlane, KnativeVersion } from '../../lib/core';
import { CERT_MANAGER_VERSION } from '../../lib/certificates';
import { layerReleases } from '../../lib/networking/layer-releases';
import { KafkaDataPlanes } from '../../lib/platform/kafka-data-planes';
import { layerVersion, OPERATOR_VERSION, releaseOf } from '../../lib/platform/releases';
import {
  checkReleaseFile, fileAtPath, filesOf, releaseFile, releaseFilesKnown, releaseVersion, vendoredPath,
} from '../../lib/releases';

const VERSIONS = Object.values(KnativeVersion);

describe('the table of releases', () => {
  test('has address and page of a file', () => {
    expect(releaseFile(ComponentName.KNATIVE_SERVING, '1.23.0', 'serving-core.yaml')).toEqual({
      component: 'knative-serving',
      version: '1.23.0',
      file: 'serving-core.yaml',
      url: 'https://github.com/knative/serving/releases/download/knative-v1.23.0/serving-core.yaml',
      source: 'https://github.com/knative/serving/releases/tag/knative-v1.23.0',
    });
    expect(filesOf({ name: ComponentName.CERT_MANAGER, version: CERT_MANAGER_VERSION, files: ['cert-manager.yaml'] }))
      .toMatchObject([{ url: `https://github.com/cert-manager/cert-manager/releases/download/v${CERT_MANAGER_VERSION}/cert-manager.yaml` }]);
  });

  test('has every file once, at an address of its own whose path ends with its name', () => {
    const files = releaseFilesKnown();

    expect(new Set(files.map(({ url }) => url)).size).toBe(files.length);
    expect(new Set(files.map(vendoredPath)).size).toBe(files.length);
    for (const { url, file, version, source } of files) {
      expect(url).toMatch(/^https:\/\/github\.com\/[a-z-]+\/[a-z-]+\/releases\/download\//);
      expect(url.endsWith(`v${version}/${file}`)).toBe(true);
      expect(source.endsWith(`v${version}`)).toBe(true);
    }
  });

  test('has a release of every component for every version of Knative', () => {
    for (const component of Object.values(ComponentName)) {
      const known = new Set(releaseFilesKnown([component]).map(({ version }) => version));
      expect(new Set(VERSIONS.map((version) => releaseVersion(component, version)))).toEqual(known);
    }
  });

  test.each(VERSIONS)('agrees with what the platform says of %s', (version) => {
    const { serving, eventing, kafka } = releaseOf(version);

    expect(releaseVersion(ComponentName.KNATIVE_SERVING, version)).toBe(serving);
    expect(releaseVersion(ComponentName.KNATIVE_EVENTING, version)).toBe(eventing);
    expect(releaseVersion(ComponentName.EVENTING_KAFKA_BROKER, version)).toBe(kafka);
    expect(releaseVersion(ComponentName.NET_CONTOUR, version)).toBe(layerVersion(version, 'contour'));
    expect(releaseVersion(ComponentName.NET_CONTOUR, version)).toBe(layerReleases(version).contour);
    expect(releaseVersion(ComponentName.NET_ISTIO, version)).toBe(layerVersion(version, 'istio'));
    expect(releaseVersion(ComponentName.NET_ISTIO, version)).toBe(layerReleases(version).istio);
    expect(releaseVersion(ComponentName.NET_KOURIER, version)).toBe(layerVersion(version, 'kourier'));
    expect(releaseVersion(ComponentName.NET_GATEWAY_API, version)).toBe(layerVersion(version, 'gateway-api'));
    expect(releaseVersion(ComponentName.GATEWAY_API, version)).toBe(layerReleases(version).gatewayApi);
    expect(releaseVersion(ComponentName.KNATIVE_OPERATOR, version)).toBe(OPERATOR_VERSION);
    expect(releaseVersion(ComponentName.CERT_MANAGER, version)).toBe(CERT_MANAGER_VERSION);
  });

  test.each(VERSIONS)('has the data planes of %s where the operator fetches them', (version) => {
    const { manifests } = new KafkaDataPlanes({ dataPlanes: Object.values(KafkaDataPlane) }, version);
    const urls = releaseFilesKnown([ComponentName.EVENTING_KAFKA_BROKER]).map(({ url }) => url);

    expect(manifests).toHaveLength(3);
    expect(urls).toEqual(expect.arrayContaining([...manifests]));
  });

  test('finds a file by its path again', () => {
    for (const file of releaseFilesKnown()) expect(fileAtPath(vendoredPath(file))).toEqual(file);
    for (const path of ['', 'knative-serving', 'knative-serving/1.23.0/x.yaml', 'constructor/1.23.0/a.yaml', 'a/b/c/d',
      'net-kourier/1.23.0/kourier.yaml/more', '../net-kourier/1.23.0/kourier.yaml']) {
      expect(fileAtPath(path)).toBeUndefined();
    }
  });

  test('takes the newest release where JavaScript passes a version that there is not', () => {
    expect(releaseVersion(ComponentName.NET_KOURIER, 'toString' as KnativeVersion)).toBe('1.23.0');
  });

  test.each<[string, string, string, string]>([
    ['knative-client', '1.23.0', 'kn.yaml', 'there are no releases of `knative-client`'],
    ['constructor', '1.23.0', 'kn.yaml', 'there are no releases of `constructor`'],
    ['net-kourier', '1.19.0', 'kourier.yaml', 'the release `1.19.0` of `net-kourier` is not one that this library knows'],
    ['net-kourier', '1.23.0', 'envoy.yaml', 'the release `1.23.0` of `net-kourier` has no file `envoy.yaml`'],
  ])('fails on the file %s %s %s', (component, version, file, message) => {
    const name = component as ComponentName;

    expect(() => releaseFile(name, version, file)).toThrow(`KN-REL-001 ${message}`);
    expect(checkReleaseFile({ component: name, version, file })?.allowed).not.toBe('');
  });
});
