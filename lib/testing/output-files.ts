import { type App, Chart, Names, YamlOutputType } from 'cdk8s';
import type { Manifest } from './manifests';

/**
 * The file, relative to the output folder, into which `app.synth()` writes an object of a chart. Dependencies must be
 * resolved before: cdk8s numbers the files of charts that depend on each other.
 */
export function outputFiles(app: App): (chart: Chart, manifest: Manifest) => string {
  const charts = chartNames(app);
  return (chart, manifest) => {
    const path = {
      [YamlOutputType.FILE_PER_APP]: 'app',
      [YamlOutputType.FILE_PER_CHART]: charts.get(chart) ?? '',
      [YamlOutputType.FILE_PER_RESOURCE]: objectName(manifest),
      [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE]: `${charts.get(chart)}/${objectName(manifest)}`,
    }[app.yamlOutputType];
    return `${path}${app.outputFileExtension}`;
  };
}

function chartNames(app: App): ReadonlyMap<Chart, string> {
  const numbered = dependOnEachOther(app);
  return new Map(app.charts.map((chart, index) => {
    const name = Names.toDnsLabel(chart);
    return [chart, numbered ? `${String(index).padStart(4, '0')}-${name}` : name];
  }));
}

function dependOnEachOther(app: App): boolean {
  return app.node.findAll().some((construct) =>
    construct.node.dependencies.some((other) => Chart.of(other) !== Chart.of(construct)));
}

function objectName({ kind, metadata }: Manifest): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
