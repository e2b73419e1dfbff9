import {
  checkChoice, checkCredentials, KafkaDataPlane, type KnativeVersion, type Problem, repeatedIn, show,
} from '../core';
import type { PlatformKafka } from './platform-kafka';
import { releaseOf } from './releases';

/** Which Kafka data planes a platform installs, and where their manifests come from. */
export type KafkaDataPlaneOptions = Pick<PlatformKafka, 'dataPlanes' | 'manifestsFrom'>;

const RELEASES = 'https://github.com/knative-extensions/eventing-kafka-broker/releases/download/knative-v${VERSION}';

/** Those that the operator does not bring; it brings that of KafkaSource with `source.kafka`. */
const FETCHED: readonly KafkaDataPlane[] = [KafkaDataPlane.BROKER, KafkaDataPlane.CHANNEL, KafkaDataPlane.SINK];

/** The data planes of a platform: those that it lists, or those that constructs have asked for by now. */
export class KafkaDataPlanes {
  private readonly asked = new Set<KafkaDataPlane>();

  constructor(private readonly options: KafkaDataPlaneOptions | undefined, private readonly version: KnativeVersion) {}

  /** Whether there is one, which it then is from now on where no list says otherwise. */
  public need(plane: KafkaDataPlane): boolean {
    const { options } = this;
    if (options === undefined) return false;
    if (options.dataPlanes !== undefined) return this.all.includes(plane);
    this.asked.add(plane);
    return true;
  }

  /** Forgets which ones constructs asked for when the program was checked before: they may be gone. */
  public forget(): void {
    this.asked.clear();
  }

  /** Whether there is a workload, as far as it is one of a data plane. */
  public runs(workload: string): boolean {
    const plane = Object.values(KafkaDataPlane).find((each) => workload.startsWith(`kafka-${each}-`));
    return plane === undefined || this.all.includes(plane);
  }

  /** In the order of their names. */
  public get all(): readonly KafkaDataPlane[] {
    if (this.options === undefined) return [];
    const own = this.options.dataPlanes ?? [...this.asked];
    return Object.values(KafkaDataPlane).filter((plane) => plane === KafkaDataPlane.SOURCE || own.includes(plane));
  }

  /** Files of the release that the operator does not bring. */
  public get files(): readonly string[] {
    return this.all.filter((plane) => FETCHED.includes(plane)).map((plane) => `eventing-kafka-${plane}.yaml`);
  }

  /** Addresses of the manifests that the operator has to fetch. */
  public get manifests(): readonly string[] {
    return this.manifestsIn(this.options?.manifestsFrom ?? RELEASES);
  }

  /** Addresses of the same manifests as upstream has them, by which vendored files are known. */
  public get released(): readonly string[] {
    return this.manifestsIn(RELEASES);
  }

  private manifestsIn(folder: string): readonly string[] {
    const from = folder.replaceAll('${VERSION}', releaseOf(this.version).kafka).replace(/\/+$/, '');
    return this.files.map((file) => `${from}/${file}`);
  }
}

/** Checks a list of data planes and the place of their manifests. */
export function checkDataPlanes({ dataPlanes = [], manifestsFrom }: KafkaDataPlaneOptions): (Problem | undefined)[] {
  return [
    ...dataPlanes.map((plane) => checkChoice('KN-PLT-024', 'kafka.dataPlanes', plane, KafkaDataPlane)),
    ...repeatedIn(dataPlanes).map((plane) =>
      fault(`the Kafka data plane ${show(plane)} is named twice`, plane, 'each once', 'leave one of the two out')),
    manifestsFrom === undefined ? undefined : checkFolder(manifestsFrom),
  ];
}

/** The operator joins all addresses with commas before it reads them. */
function checkFolder(address: string): Problem | undefined {
  const secret = checkCredentials('`kafka.manifestsFrom`', String(address), 'KN-PLT-024',
    'put the manifests where the operator may read them without a credential');
  if (secret !== undefined || (typeof address === 'string' && /^https?:\/\/[^\s,/]+(\/[^\s,?#]*)?$/.test(address))) return secret;
  return fault(`${show(address)} is no address of a folder`, address, 'an http or https address without spaces, commas and credentials',
    'write `https://mirror.example.com/kafka/v${VERSION}`, for example');
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-PLT-024', message, received, allowed, fix };
}
