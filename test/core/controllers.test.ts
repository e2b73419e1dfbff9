import { ApiObject, App, Chart, Testing } from 'cdk8s';
import {
  ClusterChart, ClusterController, ClusterControllers, needPrerequisite, type Prerequisite, prerequisitesFor,
  provideController, Wave, waveOfObject,
} from '../../lib/core';

const crds: Prerequisite = { id: 'crds', wave: Wave.DEFINITIONS, reason: 'for issuers', commands: ['kubectl apply -f crds.yaml'] };
const operator: Prerequisite = { id: 'operator', wave: Wave.CONTROLLERS, reason: 'installs Knative', commands: ['kubectl apply -f operator.yaml'] };

describe('the controllers of a cluster', () => {
  test('are those that the program describes and those that it declares, wherever in the app', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');

    provideController(chart, ClusterController.EXTERNAL_DNS);
    ClusterControllers.of(app).declareExternal(ClusterController.CERT_MANAGER, ClusterController.CONTOUR);

    const controllers = ClusterControllers.of(new Chart(app, 'other'));
    expect(controllers.has(ClusterController.EXTERNAL_DNS)).toBe(true);
    expect(controllers._isExternal(ClusterController.EXTERNAL_DNS)).toBe(false);
    expect(controllers._isExternal(ClusterController.CERT_MANAGER)).toBe(true);
    expect(controllers.has(ClusterController.CLUSTER_AUTOSCALER)).toBe(false);
  });

  test('are not those of another cluster', () => {
    const app = Testing.app();
    ClusterControllers.of(new ClusterChart(app, 'near', { cluster: 'near' })).declareExternal(ClusterController.ISTIO);

    expect(ClusterControllers.of(new ClusterChart(app, 'far', { cluster: 'far' })).has(ClusterController.ISTIO)).toBe(false);
  });
});

describe('what a cluster needs', () => {
  test('is told once each', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');

    for (const prerequisite of [operator, crds, operator]) needPrerequisite(chart, () => prerequisite);

    expect(prerequisitesFor(app)).toEqual([operator, crds]);
  });

  test('is not what another cluster needs', () => {
    const app = Testing.app();
    needPrerequisite(new ClusterChart(app, 'near', { cluster: 'near' }), () => crds);

    expect(prerequisitesFor(new ClusterChart(app, 'far', { cluster: 'far' }))).toEqual([]);
  });
});

test('what installs a controller comes with the controllers, and its webhooks after it', () => {
  const app = new App();
  const chart = new Chart(app, 'cert-manager');
  const object = (apiVersion: string, kind: string) => new ApiObject(chart, kind, { apiVersion, kind });
  const [deployment, role, webhook] = [
    object('apps/v1', 'Deployment'), object('rbac.authorization.k8s.io/v1', 'ClusterRole'),
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'),
  ];
  expect(waveOfObject(deployment)).toBe(Wave.SERVICES);

  ClusterControllers.of(chart).installedBy(deployment, role, webhook);

  expect([deployment, role, webhook].map(waveOfObject)).toEqual([Wave.CONTROLLERS, Wave.CONFIGURATION, Wave.ADMISSION]);
});
