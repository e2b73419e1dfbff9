import { Cluster, KubernetesManifest, KubernetesVersion } from 'aws-cdk-lib/aws-eks-v2';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';
import { App, Chart, ApiObject } from 'cdk8s';
import { assemble, type Assembly } from './assembly';
import { layer } from './shop';

/** How a program without this library puts charts on a cluster. */
export enum Plain {
  /** `cluster.addCdk8sChart`. */
  CHART = 'addCdk8sChart',
  /** A manifest for each chart, which takes over what is there. */
  OVERWRITE = 'a manifest for each chart, with overwrite',
}

/** Two ConfigMaps in one chart, by nothing but what AWS CDK brings. */
export function plain(way: Plain, name: string): Assembly {
  return assemble((app) => {
    const stack = new Stack(app, 'plain', { env: { region: 'us-east-1' } });
    const cluster = new Cluster(stack, 'cluster', {
      version: KubernetesVersion.of('1.35'),
      vpc: new Vpc(stack, 'vpc'),
      kubectlProviderOptions: { kubectlLayer: layer(stack) },
    });
    const chart = new Chart(new App(), name);
    for (const each of ['one', 'other']) {
      const metadata = { name: `plain-${each}`, namespace: 'default' };
      new ApiObject(chart, each, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    }
    if (way === Plain.CHART) cluster.addCdk8sChart(name, chart);
    else {
      const manifest = chart.toJson() as Record<string, unknown>[];
      new KubernetesManifest(stack, name, { cluster, overwrite: true, manifest });
    }
  });
}
