import { Testing } from 'cdk8s';
import { ClusterChart, Sink } from '../../lib/core';
import { KnativeService } from '../../lib/serving';
import { PingSource } from '../../lib/sources';

function program() {
  const app = Testing.app();
  const eu = new ClusterChart(app, 'eu', { namespace: 'shop', cluster: 'eu', clusterDomain: 'eu.example' });
  const us = new ClusterChart(app, 'us', { namespace: 'shop', cluster: 'us' });
  const orders = new KnativeService(eu, 'orders', { image: 'ghcr.io/example/orders:1.0' });
  return { app, eu, us, orders };
}

describe('charts of two clusters', () => {
  test('give addresses of their own domain', () => {
    const { orders } = program();

    expect(orders.url).toBe('http://orders.shop.svc.eu.example');
  });

  test('fails where one sends to a construct of the other, at the line of the sender', () => {
    const { app, us, orders } = program();

    new PingSource(us, 'ping', { schedule: '@daily', sink: orders });

    expect(() => app.synth()).toThrow(
      /\[us\/ping\] KN-NAM-008 the sink `eu\/orders` is meant for the cluster `eu`, the sender for `us`.*cluster-chart\.test\.ts:\d+/);
  });

  test('may send to each other by an address that is reached from outside', () => {
    const { app, us } = program();

    new PingSource(us, 'ping', { schedule: '@daily', sink: Sink.uri('https://orders.example.com') });

    expect(() => app.synth()).not.toThrow();
  });
});
