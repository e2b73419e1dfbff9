import { ApiObject, type App, Chart, Names, YamlOutputType } from 'cdk8s';
import { explicitDependencies } from './dependencies';
import { fieldsOf } from './fields';
import { renderedOrNothing } from './rendered';

/**
 * The file of each object, relative to the output folder, as `App.synth` of cdk8s names it: with a number in front
 * where one chart comes after another. The order is that of the tree.
 */
export function outputFiles(app: App): ReadonlyMap<ApiObject, string> {
  const objects = app.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  const { yamlOutputType: type, outputFileExtension: extension } = app;
  const charts = type === YamlOutputType.FILE_PER_CHART || type === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE
    ? chartNames(app)
    : new Map<Chart, string>();
  return new Map(objects.map((object) => {
    const chart = charts.get(object.chart) ?? '';
    switch (type) {
      case YamlOutputType.FILE_PER_APP: return [object, `app${extension}`];
      case YamlOutputType.FILE_PER_CHART: return [object, `${chart}${extension}`];
      case YamlOutputType.FILE_PER_RESOURCE: return [object, `${resourceName(object, writtenName(object))}${extension}`];
      default: return [object, `${chart}/${resourceName(object, object.metadata.name)}${extension}`];
    }
  }));
}

/** Of files of resources in one folder, cdk8s names the one after the name with patches, the other without. */
function writtenName(object: ApiObject): unknown {
  return writtenMetadata(object).name;
}

function resourceName(object: ApiObject, name: unknown): string {
  return `${object.kind}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

function chartNames(app: App): ReadonlyMap<Chart, string> {
  const numbered = hasChartsInOrder(app);
  return new Map(app.charts.map((chart, position) => {
    const name = Names.toDnsLabel(chart);
    return [chart, numbered ? `${String(position).padStart(4, '0')}-${name}` : name];
  }));
}

/** Charts directly below charts are written first, and charts that something depends on. */
function hasChartsInOrder(app: App): boolean {
  const isNested = (chart: Chart) => chart.node.children.some((child) => Chart.isChart(child));
  return app.charts.some(isNested)
    || explicitDependencies(app.node.findAll()).some(({ source, target }) => Chart.of(source) !== Chart.of(target));
}

interface WrittenMetadata {
  readonly name: string;
  readonly namespace?: string;
}

/** Name and namespace as the manifest has them: a patch may have changed both. */
export function writtenMetadata(object: ApiObject): WrittenMetadata {
  const { name, metadata: { namespace } } = object;
  const patches: unknown = Reflect.get(object, 'patches');
  const isPatched = Array.isArray(patches) && patches.length > 0;
  if (!isPatched && (namespace === undefined || typeof namespace === 'string')) {
    return { name, ...namespace === undefined ? {} : { namespace } };
  }
  const patched = fieldsOf(renderedOrNothing(object)?.metadata);
  return {
    name: String(patched.name ?? name),
    ...typeof patched.namespace === 'string' ? { namespace: patched.namespace } : {},
  };
}
