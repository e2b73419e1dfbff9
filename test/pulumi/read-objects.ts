import { ApiObject, Chart, Testing } from 'cdk8s';
import {
  type Fields, inOrder, type Needs, neededBy, objectId, placeInWave, placeObjects, type ReadObject, type Wave,
} from '../../lib/core';
import { annotationsOf } from '../../lib/pulumi/readiness';
import { type Order, orderOf } from '../../lib/pulumi/resource-order';

/** An object of a program, as little of it as there can be. */
export interface Piece {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** The step, where it is not that of the kind. */
  readonly wave?: Wave;
  readonly fields?: Fields;
  /** Pieces that come before it, as the program says. */
  readonly after?: readonly Piece[];
}

/** The newest version of `@pulumi/kubernetes` that tests ask about, whichever they run with. */
export const NEWEST = '4.34.2';

export interface Read {
  readonly objects: readonly ReadObject[];
  readonly needs: Needs;
  readonly order: Order;
  readonly idOf: (piece: Piece) => string;
  readonly of: (piece: Piece) => ReadObject;
}

/** Objects as an engine reads them of an app. */
export function read(...pieces: readonly Piece[]): Read {
  return readFor(NEWEST, ...pieces);
}

/** Objects as an engine reads them of an app, with a version of `@pulumi/kubernetes`. */
export function readFor(version: string, ...pieces: readonly Piece[]): Read {
  const chart = new Chart(Testing.app(), 'chart');
  const objects = new Map(pieces.map((piece, number) => [piece, make(chart, piece, number)]));
  const dependencies = pieces.flatMap((piece) => (piece.after ?? []).flatMap((before) => {
    const [source, target] = [objects.get(piece), objects.get(before)];
    return source === undefined || target === undefined ? [] : [{ source, target }];
  }));
  const placed = placeObjects([...objects.values()]);
  const needs = neededBy(placed, dependencies);
  const all = inOrder(placed, needs).map((each): ReadObject => ({ ...each, manifest: each.object.toJson() as Fields }));
  const byId = new Map(all.map((each) => [each.id, each]));
  const idOf = ({ apiVersion = 'v1', kind, name, namespace }: Piece) => objectId({ apiVersion, kind, name, namespace });
  const of = (piece: Piece): ReadObject => {
    const found = byId.get(idOf(piece));
    if (found === undefined) throw new Error(`no object ${idOf(piece)}`);
    return found;
  };
  return { objects: all, needs, order: orderOf(all, needs, version), idOf, of };
}

/** The annotations that an object of a program gets. */
export function annotated(
  object: ReadObject, { awaiting, awaited }: Order, version?: string,
): Readonly<Record<string, string>> {
  return annotationsOf(object, awaiting.get(object.id) ?? {}, awaited.has(object.id), version);
}

function make(chart: Chart, piece: Piece, number: number): ApiObject {
  const { apiVersion = 'v1', kind, name, namespace, annotations, labels, wave, fields } = piece;
  const metadata = { name, namespace, annotations, labels };
  const object = new ApiObject(chart, `object-${number}`, { apiVersion, kind, metadata, ...fields });
  if (wave !== undefined) placeInWave(object, wave);
  return object;
}

export const knative = (name: string, fields: Fields = {}, more: Partial<Piece> = {}): Piece =>
  ({ apiVersion: 'serving.knative.dev/v1', kind: 'Service', namespace: 'shop', name, fields, ...more });

export const broker = (name: string, spec: Fields = {}): Piece =>
  ({ apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', namespace: 'shop', name, fields: { spec } });

export const trigger = (name: string, spec: Fields, annotations?: Record<string, string>): Piece =>
  ({ apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger', namespace: 'shop', name, fields: { spec }, annotations });

export const binding = (name: string, spec: Fields): Piece =>
  ({ apiVersion: 'sources.knative.dev/v1', kind: 'SinkBinding', namespace: 'shop', name, fields: { spec } });

/** How another object names one. */
export const ref = ({ apiVersion = 'v1', kind, name, namespace }: Piece): Fields => ({ apiVersion, kind, name, namespace });
