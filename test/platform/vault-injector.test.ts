import { type App, Chart } from 'cdk8s';
import { ClusterChart, ClusterController, ClusterControllers } from '../../lib/core';
import { Ingress } from '../../lib/networking';
import { KnativePlatform } from '../../lib/platform';
import { VaultInjector } from '../../lib/vault';
import { codesOf, problemsOf, program, vaultService, warningsOf } from '../vault/program';
import { platformIn } from './program';

const declare = (chart: Chart) => ClusterControllers.of(chart).declareExternal(ClusterController.VAULT_INJECTOR);

const place = (app: App) => new Chart(app, 'platform');

/** What concerns the injector. */
const ofInjector = (chart: Chart) => codesOf(chart.node.root).filter((code) => code === 'KN-VLT-024');

describe('a service with a Vault Agent on a platform', () => {
  test('fails where nothing reads its annotations, whichever comes first', () => {
    const [early, late] = [program(), program()];
    platformIn(place(early.app));
    vaultService(early.chart);
    vaultService(late.chart);
    platformIn(place(late.app));

    expect([ofInjector(early.chart), ofInjector(late.chart)]).toEqual([['KN-VLT-024'], ['KN-VLT-024']]);
    expect(problemsOf(late.app).join()).toContain('`ClusterControllers.of(app).declareExternal(ClusterController.VAULT_INJECTOR)`');
  });

  test.each<[string, (chart: Chart) => void]>([
    ['has an injector in the app', (chart) => new VaultInjector(chart.node.root, 'injector')],
    ['has one that is declared', declare],
  ])('%s', (_what, more) => {
    const { app, chart } = program();
    vaultService(chart);
    platformIn(place(app));
    more(chart);

    expect(ofInjector(chart)).toEqual([]);
  });

  test('has one that the platform adopts', () => {
    const { app, chart } = program();
    vaultService(chart);
    platformIn(place(app), { adopt: [ClusterController.VAULT_INJECTOR] });

    expect(ofInjector(chart)).toEqual([]);
  });

  test('fails with the injector of another cluster', () => {
    const { app } = program();
    const [east, west] = ['east', 'west'].map((cluster) => new ClusterChart(app, cluster, { cluster, namespace: 'shop' }));
    if (east === undefined || west === undefined) throw new Error('no clusters');
    platformIn(east);
    vaultService(east);
    new VaultInjector(west, 'injector', { namespaces: ['shop'] });

    expect(ofInjector(east)).toEqual(['KN-VLT-024']);
  });

  test('is warned where the platform is there already', () => {
    const warned = [() => undefined, declare].map((more) => {
      const { app, chart } = program();
      vaultService(chart);
      KnativePlatform.existing(place(app), 'knative', { ingress: Ingress.kourier() });
      more(chart);
      return [ofInjector(chart), warningsOf(app).filter((id) => id.startsWith('vault-'))];
    });

    expect(warned).toEqual([[[], ['vault-injector-unknown']], [[], []]]);
  });

  test('is asked nothing where the program has no platform', () => {
    const { app, chart } = program();
    vaultService(chart);

    expect(codesOf(app)).toEqual([]);
    expect(warningsOf(app)).toEqual([]);
  });
});
