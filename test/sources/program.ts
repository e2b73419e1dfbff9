import { App, Chart, type ChartProps, Testing } from 'cdk8s';
import { Sink } from '../../lib/core';
import { asReleased } from '../released';

/** A chart in the namespace `shop` that synthesizes nowhere near the working folder. */
export function chartOf(props: ChartProps = { namespace: 'shop' }): Chart {
  return new Chart(Testing.app(), 'chart', props);
}

export const SINK = Sink.uri('https://events.example.com/inbox');

/** The lines of the refusal of a program; empty where it is accepted. */
export function problemsOf(chart: Chart): string[] {
  asReleased(chart);
  const silent = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    App.of(chart).synth();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes(' KN-')).map((line) => line.trim());
  } finally {
    silent.mockRestore();
  }
}
