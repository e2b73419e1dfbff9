import { ApiObject, ApiObjectMetadataDefinition, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { appChecks } from '../core';
import type { Manifest } from './manifest';
import { patched } from './patched';

type Labels = Readonly<Record<string, unknown>>;

/**
 * An object of a release in a program. It is written as its manifest says, key by key in the order of the file and
 * without labels of the chart, but with what was added to its metadata and with its patches.
 *
 * cdk8s resolves tokens in objects and sorts their keys, which takes longer for the definitions of a release than to
 * read them; there are no tokens in files.
 */
export class ReleasedObject extends ApiObject {
  private readonly ops: JsonPatch[] = [];

  /**
   * @param manifest what it is as the program is written: its kind, name and namespace do not change
   * @param produce asked for the manifest whenever it is written
   */
  constructor(
    scope: Construct, id: string,
    private readonly manifest: Manifest, private readonly produce: () => Manifest = () => manifest,
  ) {
    const { apiVersion, kind, metadata } = manifest;
    super(scope, id, { apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace } });
    // The one of cdk8s has the labels of the chart.
    const own = new ApiObjectMetadataDefinition({ ...metadata, apiObject: this });
    Object.defineProperty(this, 'metadata', { value: own, enumerable: true });
  }

  public override addJsonPatch(...ops: JsonPatch[]): void {
    super.addJsonPatch(...ops);
    this.ops.push(...ops);
    appChecks(this).changed();
  }

  /** The object as data of its own, which may be changed. */
  public override toJson(): unknown {
    const produced = this.produce();
    const json = { ...copyOf(produced) as Record<string, unknown>, metadata: this.metadataOf(produced) };
    return this.ops.length === 0 ? json : patched(json, this.ops, `${this.kind} ${this.name}`);
  }

  /** What the manifest has, with what was added to the object since it was made. */
  private metadataOf({ metadata }: Manifest): unknown {
    const copy = copyOf(metadata) as Record<string, unknown>;
    const own: Labels = this.manifest.metadata;
    const said = this.metadata.toJson() as Record<string, unknown>;
    for (const [key, value] of Object.entries(said)) {
      if (key === 'labels' || key === 'annotations') addTo(copy, key, value as Labels, (own[key] ?? {}) as Labels);
      else if (JSON.stringify(value) !== JSON.stringify(own[key])) copy[key] = value;
    }
    return copy;
  }
}

function addTo(metadata: Record<string, unknown>, field: string, said: Labels, own: Labels): void {
  const added = Object.entries(said).filter(([key, value]) => own[key] !== value);
  if (added.length > 0) metadata[field] = { ...metadata[field] as Labels | undefined, ...Object.fromEntries(added) };
}

/** A copy in which no two places share anything: where they do, YAML would have anchors. Without what is undefined. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined) copy[key] = copyOf(part);
  }
  return copy;
}
