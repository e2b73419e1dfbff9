import { type ApplyIndex, show } from '../core';
import { type ApplyRun, type Manifest, titleOf } from './apply-settings';
import { endWith, failureOf, Failure } from './apply-kubectl';
import { fail } from './cli-error';
import { ExitCode } from './exit-codes';

/** A context of the kubeconfig, and where it leads. */
export interface Target {
  readonly context: string;
  readonly server: string;
}

/** The context that everything goes to, kept for the whole run: somebody may switch contexts meanwhile. */
export async function findTarget({ io, settings, kubectl }: ApplyRun): Promise<Target> {
  const { CI: ci = '' } = io.env;
  if (settings.context === undefined && ci !== '' && ci !== 'false' && ci !== '0') {
    fail({
      code: 'KN-CLI-033',
      message: 'no context is named, and nobody watches: `CI` is set',
      received: undefined,
      allowed: 'a context of the kubeconfig',
      fix: 'write `--context <name>`; `kubectl config get-contexts` lists them',
    }, ExitCode.WRONG_CONTEXT);
  }
  const text = await kubectl.read(['config', 'view', '--minify', '-o', 'json']);
  const { 'current-context': current, clusters } = JSON.parse(text) as {
    readonly 'current-context': string;
    readonly clusters?: readonly { readonly cluster: { readonly server: string } }[] | null;
  };
  return { context: settings.context ?? current, server: withoutUser(clusters?.[0]?.cluster.server ?? '') };
}

/** The server's own version, which it answers to everybody who is logged in. */
export async function askServer({ kubectl }: ApplyRun): Promise<string> {
  const text = await kubectl.read(['version', '-o', 'json', '--request-timeout=15s'], { timeout: 40_000 });
  const { serverVersion } = JSON.parse(text) as { readonly serverVersion?: { readonly gitVersion?: string } };
  return serverVersion?.gitVersion ?? 'unknown';
}

function withoutUser(server: string): string {
  return server.replace(/\/\/[^/@]*@/, '//');
}

interface Live {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Manifest['metadata'];
  readonly status?: { readonly version?: string };
}

const NAMESPACES = ['knative-serving', 'knative-eventing'];
/** A release labels all that is in it; the version is that of the release. */
const VERSION_LABEL = 'app.kubernetes.io/version';
const NAME_LABEL = 'app.kubernetes.io/name';
const OPERATED = 'knativeservings.operator.knative.dev,knativeeventings.operator.knative.dev';

/**
 * Refuses to go from the Knative that runs to that of the index where the step is none: Knative moves what is stored by
 * one minor version at a time (https://knative.dev/docs/install/upgrade/). An upgrade that was interrupted has two
 * versions, and goes on.
 */
export async function checkKnativeStep(run: ApplyRun, index: ApplyIndex): Promise<void> {
  const wanted = minorOf(index.knative?.version);
  if (wanted === undefined) return;
  for (const live of await liveKnative(run)) {
    const runs = minorOf(versionOf(live));
    if (runs === undefined || (wanted >= runs && wanted - runs <= 1)) continue;
    const what = `${titleOf({ kind: live.kind, ...live.metadata })} runs Knative ${versionOf(live) ?? ''}, and the index installs ${index.knative?.version ?? ''}`;
    fail({
      code: 'KN-CLI-036',
      message: wanted < runs ? `${what}, which is older` : `${what}, which is ${wanted - runs} minor versions later`,
      received: versionOf(live),
      allowed: wanted < runs ? 'the version that runs, or the minor version after it' : `Knative 1.${runs} or 1.${runs + 1}`,
      fix: `write ${show(`version: KnativeVersion.V1_${wanted < runs ? runs : runs + 1}`)} in the platform, and go on from there`,
    }, ExitCode.REFUSED);
  }
}

/** Namespaces, Deployments and operated installations, each with a version; what may not be read is warned of. */
async function liveKnative({ kubectl, display }: ApplyRun): Promise<readonly Live[]> {
  const calls = [
    ['get', 'namespaces', ...NAMESPACES],
    ...NAMESPACES.map((namespace) => ['get', 'deployments.apps', '-n', namespace, '-l', `${NAME_LABEL} in (knative-serving,knative-eventing)`]),
    ['get', OPERATED, '-A'],
  ];
  const answers = await Promise.all(calls.map((args) => (
    kubectl.run([...args, '-o', 'json', '--ignore-not-found', '--request-timeout=30s']))));
  return answers.flatMap((answer): readonly Live[] => {
    if (answer.code !== 0) {
      const failure = failureOf(answer);
      // Without the operator, nobody defines its kinds.
      if (failure === Failure.NO_KIND) return [];
      if (failure !== Failure.FORBIDDEN) endWith(answer);
      display.note('warning: the version of Knative that runs may not be read, and is not checked');
      return [];
    }
    if (answer.stdout.trim() === '') return [];
    const read = JSON.parse(answer.stdout) as Live & { readonly items?: readonly Live[] };
    return read.kind === 'List' ? read.items ?? [] : [read];
  });
}

function versionOf({ metadata, status }: Live): string | undefined {
  return status?.version ?? metadata.labels?.[VERSION_LABEL];
}

/** `1.23.0`, `1.23` and `v1.23.1` are the minor version 23. */
function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?1\.(\d+)(?:\.|$)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
