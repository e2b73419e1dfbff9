import type { IConstruct } from 'constructs';
import { appChecks, captureTrace, type Problem, SideDocuments } from '../core';
import { confluentScript } from './confluent-script';
import { KafkaCluster } from './kafka-cluster';
import { clusterFiles } from './kafka-files';
import { type KafkaPermission, mergePermissions } from './kafka-permission';
import { kafkaScript } from './kafka-script';
import { type KafkaUser, kafkaUsers, type UsedTopic } from './kafka-use';

/** A topic of a Kafka cluster, as the constructs of an app need it. */
export interface KafkaTopic {
  /** Its name. */
  readonly name: string;
  /** Partitions, where the program says how many. */
  readonly partitions?: number;
  /** Copies of each partition, where the program or the cluster says how many. */
  readonly replicationFactor?: number;
  /** Options by the names that Kafka gives them. */
  readonly config: Readonly<Record<string, string>>;
  /** Constructs that write to it or read from it, by their paths. */
  readonly usedBy: readonly string[];
}

/** What a Kafka cluster has to have, so that the brokers, channels, sinks and sources of an app work. */
export interface KafkaClusterSetup {
  /** The construct of the cluster, by its path. */
  readonly cluster: string;
  /** Servers that clients connect to first. */
  readonly bootstrapServers: readonly string[];
  /** Topics that have to be there. */
  readonly topics: readonly KafkaTopic[];
  /** Topics that Knative makes when their objects are created, and deletes with them. */
  readonly madeByKnative: readonly KafkaTopic[];
  /** Secret with the credentials of the clients; absent where they do not authenticate. */
  readonly secretName?: string;
  /** Whom Kafka takes the holder of those credentials for, where the program says so. */
  readonly principal?: string;
  /** What that principal has to be allowed, and nothing more; nothing where clients do not authenticate. */
  readonly permissions: readonly KafkaPermission[];
}

/**
 * What the Kafka clusters of an app have to have: topics, and permissions of clients. It follows from the brokers,
 * channels, sinks and sources in use and from `KafkaCluster.addTopic`, so that they cannot drift apart. Nothing of it
 * is secret.
 */
export class KafkaSetup {
  /** The set-up for the app that a construct belongs to. */
  public static of(construct: IConstruct): KafkaSetup {
    return new KafkaSetup(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** What each Kafka cluster of the app has to have, in the order of their constructs. */
  public get clusters(): readonly KafkaClusterSetup[] {
    const users = kafkaUsers(this.construct);
    return this.constructs().map((cluster) => setupOf(cluster, users));
  }

  /**
   * Puts what each Kafka cluster has to have among the side documents of the app: `kafka/<id of the cluster>.json`, and
   * a script that may be run again, `kafka/<id>-confluent.sh` with the `confluent` CLI for `ConfluentCloud`, else
   * `kafka/<id>.sh` with the tools of Apache Kafka. Constructs may follow. Templates of Knative's names that no
   * permission can name are refused with `KN-KFK-032`.
   */
  public addBootstrapDocuments(): void {
    if (DOCUMENTED.has(this.construct.node.root)) return;
    DOCUMENTED.add(this.construct.node.root);
    SideDocuments.of(this.construct)._addLater(() => this.documents());
    appChecks(this.construct).defer(this.construct, captureTrace(), () => this.check());
  }

  private documents(): { file: string; content: () => string }[] {
    const files = clusterFiles(this.constructs());
    const users = kafkaUsers(this.construct);
    return [...files].flatMap(([cluster, file]) => {
      const setup = setupOf(cluster, users);
      return [
        { file: `kafka/${file}.json`, content: () => `${JSON.stringify(setup, undefined, 2)}\n` },
        cluster._onConfluentCloud
          ? { file: `kafka/${file}-confluent.sh`, content: () => confluentScript(setup) }
          : { file: `kafka/${file}.sh`, content: () => kafkaScript(setup) },
      ];
    });
  }

  private constructs(): KafkaCluster[] {
    return this.construct.node.root.node.findAll().filter((one) => one instanceof KafkaCluster);
  }

  private check(): (Problem | undefined)[] {
    const users = kafkaUsers(this.construct);
    return this.constructs().flatMap((cluster) => {
      const own = users.filter((user) => user.cluster() === cluster);
      return cluster.credentials === undefined ? [] : onceEach(own.flatMap(({ check }) => check?.() ?? []));
    });
  }
}

const DOCUMENTED = new WeakSet<IConstruct>();

function setupOf(cluster: KafkaCluster, users: readonly KafkaUser[]): KafkaClusterSetup {
  const own = users.filter((user) => user.cluster() === cluster);
  const used = own.flatMap(({ construct: { node }, topics }) =>
    topics().map((topic) => ({ ...topic, user: node.path })));
  const made = new Set(used.filter(({ madeByKnative }) => madeByKnative).map(({ name }) => name));
  const declared = [...cluster._topics].map(([name, options]) => ({ ...options, name, user: undefined }));
  const { credentials } = cluster;
  return {
    cluster: cluster.node.path,
    bootstrapServers: cluster.bootstrapServers,
    topics: topicsOf([...declared, ...used.filter(({ name }) => !made.has(name))], cluster),
    madeByKnative: topicsOf(makersFirst(used).filter(({ name }) => made.has(name)), cluster),
    secretName: credentials?.secretName,
    principal: credentials?.principal,
    permissions: credentials === undefined ? [] : mergePermissions(own.flatMap(({ permissions }) => permissions())),
  };
}

interface Wanted extends Omit<UsedTopic, 'madeByKnative'> {
  readonly user: string | undefined;
}

function makersFirst<T extends { readonly madeByKnative: boolean }>(used: readonly T[]): T[] {
  return [...used].sort((a, b) => Number(b.madeByKnative) - Number(a.madeByKnative));
}

/** Topics by their names; the first that says something of one has it. */
function topicsOf(wanted: readonly Wanted[], cluster: KafkaCluster): KafkaTopic[] {
  const topics = new Map<string, KafkaTopic>();
  for (const { name, partitions, replicationFactor, config, user } of wanted) {
    const known = topics.get(name);
    topics.set(name, {
      name,
      partitions: known?.partitions ?? partitions,
      replicationFactor: known?.replicationFactor ?? replicationFactor ?? cluster.replicationFactor,
      config: known?.config ?? config ?? {},
      usedBy: [...known?.usedBy ?? [], ...user === undefined ? [] : [user]],
    });
  }
  return [...topics].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, topic]) => topic);
}

/** One template is the fault of no construct in particular. */
function onceEach(problems: readonly (Problem | undefined)[]): (Problem | undefined)[] {
  return [...new Map(problems.map((problem) => [problem?.message, problem])).values()];
}
