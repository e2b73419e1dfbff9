import * as path from 'path';
import { ApiObject, App, Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import {
  appChecks, applyIndexes, captureTrace, checkChoice, checkDuration, checkName, clusterOf, declaredIn,
  DNS_1123_LABEL, DNS_1123_SUBDOMAIN, type DurationRange, goDuration, objectsBelow, ownCopy, type Problem, refuse,
  refuseAtSynth, rememberTrace, rootOf, secondsOf, show, type SideDocument, SideDocuments, traceOf,
} from '../core';
import { annotateForArgo, checkForArgo } from './argo-annotations';
import { argoDocuments } from './argo-documents';
import { fluxDocuments } from './flux-documents';
import { FluxSourceKind, type GitOpsProps } from './gitops-props';
import { keepWhenDone } from './left-to-controllers';

/** After what grows the tree, before the order of objects is looked at and objects are rendered. */
const ORDER = 140;
const OF_APPS = new WeakMap<IConstruct, GitOps[]>();

/**
 * Lets Argo CD or Flux apply an app in the order in which it works: every object in its step, and no step before what
 * it needs is ready. It is for the cluster that its scope is meant for; made in the app itself, for all of them.
 * A second one for the same cluster is refused with `KN-GIT-002`.
 *
 * Both tools wait for whatever they apply, so that services, brokers, triggers and sources are one stage: there,
 * Knative itself waits for what comes later.
 *
 * What a release brings and a controller of the cluster changes or removes is left to it: its Jobs stay when they are
 * done, and fields that a controller changes are named for both tools. What the program describes is as it says.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies
 */
export class GitOps extends Construct {
  private readonly props: GitOpsProps;

  constructor(scope: Construct, id: string, props: GitOpsProps) {
    super(scope, id);
    rememberTrace(this, captureTrace());
    this.props = ownCopy(props ?? {});
    refuse(this, ...checkProps(this.props));
    const root = rootOf(this);
    OF_APPS.set(root, [...OF_APPS.get(root) ?? [], this]);
    const checks = appChecks(this);
    checks.defer(this, traceOf(this), () => [this.checkAlone()]);
    checks.ensure(`gitops ${this.node.path}`, { order: ORDER, run: (constructs) => { this.annotate(constructs); } });
    SideDocuments.of(this)._addAtWrite(() => this.documents());
  }

  private covers(construct: IConstruct): boolean {
    return this.node.scope === rootOf(this) || clusterOf(construct) === clusterOf(this);
  }

  private annotate(constructs: readonly IConstruct[]): void {
    const { syncWaves = false, serverSideApply = true } = this.props;
    for (const object of constructs) {
      if (!ApiObject.isApiObject(object) || !this.covers(object)) continue;
      keepWhenDone(object);
      if (!syncWaves) continue;
      annotateForArgo(object, serverSideApply);
      const problem = serverSideApply ? undefined : checkForArgo(object);
      if (problem !== undefined) refuseAtSynth(this, problem, traceOf(this));
    }
  }

  private documents(): readonly SideDocument[] {
    const { syncWaves, flux, patience = PATIENCE, serverSideApply = true } = this.props;
    const app = App.of(this);
    const declared = declaredIn(app);
    return [...applyIndexes(this)].flatMap(([cluster, index]) => {
      const objects = objectsBelow(app).filter((each) => clusterOf(each) === cluster && this.covers(each));
      if (objects.length === 0) return [];
      const place = { folder: cluster === '' ? '' : `${cluster}/`, index, objects };
      return [
        ...syncWaves === true ? argoDocuments({ ...place, patienceSeconds: secondsOf(patience), serverSideApply }) : [],
        ...flux === true ? fluxDocuments({ ...place, settings: this.fluxSettings(cluster), declared }) : [],
      ];
    });
  }

  private fluxSettings(cluster: string) {
    const { source = {}, timeout = TIMEOUT, interval = INTERVAL, prune = false } = this.props;
    const { kind = FluxSourceKind.GIT_REPOSITORY, name = FLUX, namespace = FLUX } = source;
    const { documents = `${path.basename(App.of(this).outdir)}-documents`, name: prefix = 'system' } = this.props;
    return {
      source: { kind, name, namespace }, timeout: goDuration(timeout), interval: goDuration(interval), prune,
      name: cluster === '' ? prefix : `${prefix}-${cluster}`, documents: path.posix.normalize(documents).replace(/\/$/, ''),
    };
  }

  /** Two would annotate the same objects, and write the same files. */
  private checkAlone(): Problem | undefined {
    const all = OF_APPS.get(rootOf(this)) ?? [];
    const first = all.find((other) => other === this || this.overlaps(other));
    if (first === undefined || first === this) return undefined;
    return {
      code: 'KN-GIT-002',
      message: `${show(first.node.path)} says already how the objects of this cluster are applied`,
      received: this.node.id,
      allowed: 'one `GitOps` for a cluster',
      fix: 'leave one of them out, or make one in each `ClusterChart` and none in the app',
    };
  }

  private overlaps(other: GitOps): boolean {
    return this.covers(other) || other.covers(this);
  }
}

const FLUX = 'flux-system';
const PATIENCE = Duration.minutes(5);
const TIMEOUT = Duration.minutes(15);
const INTERVAL = Duration.hours(1);
const DAY = Duration.days(1);
const SECOND = Duration.seconds(1);

const RANGES: Readonly<Record<'patience' | 'timeout' | 'interval', DurationRange>> = {
  patience: { field: '`patience`', min: SECOND, max: DAY, step: SECOND },
  timeout: { field: '`timeout`', min: SECOND, max: DAY, step: SECOND },
  interval: { field: '`interval`', min: Duration.minutes(1), max: DAY, step: SECOND },
};

function checkProps(props: GitOpsProps): (Problem | undefined)[] {
  const { kind, name, namespace } = props.source ?? {};
  return [
    props.syncWaves === true || props.flux === true ? undefined : nothingSaid(),
    checkDuration(props.patience, RANGES.patience),
    checkDuration(props.timeout, RANGES.timeout),
    checkDuration(props.interval, RANGES.interval),
    checkChoice('KN-GIT-003', '`source.kind`', kind, FluxSourceKind),
    name === undefined ? undefined : checkName('name for a source of Flux', name, DNS_1123_SUBDOMAIN, 'KN-GIT-003'),
    namespace === undefined ? undefined : checkName('namespace', namespace, DNS_1123_LABEL, 'KN-GIT-003'),
    props.name === undefined ? undefined : checkName('name for Kustomizations', props.name, DNS_1123_LABEL, 'KN-GIT-005'),
    checkFolder(props.documents),
  ];
}

function nothingSaid(): Problem {
  return {
    code: 'KN-GIT-001',
    message: 'the `GitOps` construct names no tool',
    received: undefined,
    allowed: '`syncWaves` for Argo CD, `flux` for Flux, or both',
    fix: 'write `syncWaves: true` or `flux: true`',
  };
}

function checkFolder(folder: string | undefined): Problem | undefined {
  if (folder === undefined) return undefined;
  const clean = path.posix.normalize(folder);
  if (folder !== '' && !path.posix.isAbsolute(clean) && clean.split('/')[0] !== '..') return undefined;
  return {
    code: 'KN-GIT-004',
    message: `${show(folder)} is no folder in a source of Flux`,
    received: folder,
    allowed: 'a relative path that stays in the source',
    fix: 'write where the side documents are committed, such as `dist-documents`',
  };
}
