import { Duration, Stage } from 'aws-cdk-lib/core';
import { HelmChart, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import * as fs from 'fs';
import * as path from 'path';
import type { HelmRelease } from './helm-releases';
import { digestOf, MOST_MINUTES } from './object-ids';

/** Where charts lie among the assets of a program, before each is copied to its place. */
const FOLDER = 'helm-charts';

/**
 * A release of Helm from files that become an asset. Nobody waits in it: what has to be ready is asked for by the
 * resources that wait for objects of manifests as well.
 */
export function makeHelmChart(scope: Construct, id: string, cluster: ICluster, release: HelmRelease): HelmChart {
  const { files, values } = release.chart;
  return new HelmChart(scope, id, {
    cluster,
    chartAsset: assetOf(scope, `${id}Files`, release.name, files),
    release: release.name,
    // Where kubectl puts what names no namespace.
    namespace: 'default',
    createNamespace: false,
    timeout: Duration.minutes(MOST_MINUTES),
    ...Object.keys(values).length === 0 ? {} : { values },
  });
}

/** Once files have become an asset, nobody reads them where they were written; not so where assets are not copied. */
function assetOf(scope: Construct, id: string, release: string, files: Readonly<Record<string, string>>): Asset {
  const folder = writeFiles(scope, release, files);
  const asset = new Asset(scope, id, { path: folder });
  if (!path.isAbsolute(asset.assetPath)) {
    fs.rmSync(folder, { recursive: true });
    if (fs.readdirSync(path.dirname(folder)).length === 0) fs.rmdirSync(path.dirname(folder));
  }
  return asset;
}

/** AWS CDK remembers what it read in a folder: other files are in another one. */
function writeFiles(scope: Construct, release: string, files: Readonly<Record<string, string>>): string {
  const assets = Stage.of(scope)?.assetOutdir ?? 'cdk.out';
  const folder = path.join(assets, FOLDER, `${release}-${digestOf(JSON.stringify(files)).slice(0, 16)}`);
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  return folder;
}
