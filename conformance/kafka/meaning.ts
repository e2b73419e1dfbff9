import { ContentMode, InitialOffset, KafkaKeyType, KafkaSourceOrdering, SaslMechanism, SecurityProtocol } from '../../lib';
import type { Login } from './login';
import type { BrokerPlan, ChannelPlan, ClusterPlan, Plan, SinkPlan, SourcePlan } from './plan';
import { Filling } from './plan';
import { keysOf, NAME, NAMESPACE, OWN_SECRET, SCALING, SECRET, secretNamespace } from './programs';
import type { Answer, Client, Keda, Material, Resource, Topic } from './readers';

/** What the readers have to read of a program, computed from what it means and not from what was written. */
export function meaningOf(plan: Plan, material: Material): Answer {
  const { cluster, consumer } = plan;
  const client = clientOf(cluster);
  switch (consumer.kind) {
    case 'Broker':
      return {
        clients: [client], topic: brokerTopic(consumer, cluster), receiver: binary(brokerResource(plan, consumer)),
      };
    case 'Trigger': {
      const dispatcher: Resource = {
        ...brokerResource(plan, consumer), group: `knative-trigger-${NAMESPACE}-${NAME}`, order: 'UNORDERED', keyType: 'String',
      };
      return {
        // The consumer group connects twice, to count partitions and to write the first offsets.
        clients: [client, client, client], topic: brokerTopic(consumer, cluster),
        receiver: binary(brokerResource(plan, consumer)), dispatcher,
        ...(consumer.keda ? { keda: kedaOf(cluster, material, dispatcher) } : {}),
      };
    }
    case 'KafkaSink':
      return { clients: [client], topic: sinkTopic(consumer), receiver: sinkResource(plan, consumer) };
    case 'KafkaChannel':
      return channelAnswer(plan, consumer, client);
    case 'KafkaSource':
      return sourceAnswer(plan, consumer, client, material);
  }
}

/** What the data plane has to log in with. */
export function loginOf({ cluster }: Plan): Login {
  const { protocol, mechanism = '', pinnedCa, clientCertificate, user, password } = cluster;
  const named = mechanism !== '' && mechanism !== SaslMechanism.OAUTHBEARER;
  return {
    protocol, mechanism, user: named ? user : '', password: named ? password : '',
    authorities: pinnedCa ? 1 : 0, certificates: clientCertificate ? 1 : 0,
  };
}

function clientOf({ servers, protocol, mechanism, pinnedCa, clientCertificate, user, password }: ClusterPlan): Client {
  const tls = protocol === SecurityProtocol.SSL || protocol === SecurityProtocol.SASL_SSL;
  const token = mechanism === SaslMechanism.OAUTHBEARER;
  return {
    servers,
    ...(mechanism === undefined ? {} : {
      sasl: token ? { mechanism, user: '', password: '', token } : { mechanism, user, password },
    }),
    ...(tls ? {
      tls: {
        ...(pinnedCa ? { authorities: ['CN=authority'] } : {}), ...(clientCertificate ? { certificate: 'CN=client' } : {}),
      },
    } : {}),
  };
}

/** A Secret that the data plane reads as a whole. */
function resourceOf({ cluster, consumer }: Plan, topics: readonly string[]): Resource {
  return {
    servers: cluster.servers.join(','), topics,
    ...(cluster.filling === Filling.NONE ? {} : { secret: `${secretNamespace(consumer)}/${SECRET}` }),
  };
}

function brokerTopic(plan: BrokerPlan, cluster: ClusterPlan): Topic {
  const { externalTopic, partitions, replication, options = {} } = plan;
  if (externalTopic !== undefined) return { name: externalTopic, created: false };
  return {
    name: `knative-broker-${NAMESPACE}-${NAME}`, created: true, partitions: partitions ?? 10,
    replication: replication ?? cluster.replication ?? 3, ...(Object.keys(options).length > 0 ? { options } : {}),
  };
}

function brokerResource(plan: Plan, { externalTopic }: BrokerPlan): Resource {
  return resourceOf(plan, [externalTopic ?? `knative-broker-${NAMESPACE}-${NAME}`]);
}

/** Only sinks choose how events are written. */
function binary(resource: Resource): Resource {
  return { ...resource, contentMode: 'BINARY' };
}

function sinkTopic({ topic, create }: SinkPlan): Topic {
  return create === undefined ? { name: topic, created: false } : { name: topic, created: true, ...create };
}

function sinkResource(plan: Plan, { topic, contentMode = ContentMode.BINARY }: SinkPlan): Resource {
  return { ...resourceOf(plan, [topic]), contentMode: contentMode.toUpperCase() };
}

function channelAnswer(plan: Plan, consumer: ChannelPlan, client: Client): Answer {
  const { partitions = 1, replication = plan.cluster.replication ?? 1, retentionHours = 7 * 24 } = consumer;
  const name = `knative-messaging-kafka.${NAMESPACE}.${NAME}`;
  const resource = resourceOf(plan, [name]);
  return {
    clients: [client, client, client],
    topic: { name, created: true, partitions, replication, options: { 'retention.ms': String(retentionHours * 3_600_000) } },
    receiver: binary(resource),
    dispatcher: { ...resource, group: `kafka.${NAMESPACE}.${NAME}.subscriber`, order: 'ORDERED', keyType: 'String' },
  };
}

const ORDERS: Readonly<Record<KafkaSourceOrdering, string>> = {
  [KafkaSourceOrdering.ORDERED]: 'ORDERED', [KafkaSourceOrdering.UNORDERED]: 'UNORDERED',
};
const KEY_TYPES: Readonly<Record<KafkaKeyType, string>> = {
  [KafkaKeyType.STRING]: 'String', [KafkaKeyType.INT]: 'Integer', [KafkaKeyType.FLOAT]: 'Double',
  [KafkaKeyType.BYTE_ARRAY]: 'ByteArray',
};

function sourceAnswer({ cluster }: Plan, consumer: SourcePlan, client: Client, material: Material): Answer {
  const { ordering = KafkaSourceOrdering.ORDERED, keyType = KafkaKeyType.STRING } = consumer;
  const keys = sourceKeys(cluster, consumer);
  const dispatcher: Resource = {
    servers: cluster.servers.join(','), topics: consumer.topics, protocol: cluster.protocol,
    ...(Object.keys(keys).length > 0 ? { keys } : {}),
    group: consumer.group ?? `knative-kafka-source-${NAMESPACE}.${NAME}`, order: ORDERS[ordering], keyType: KEY_TYPES[keyType],
  };
  return {
    // From the oldest record on, no first offsets are to be written.
    ...(consumer.offset !== InitialOffset.EARLIEST ? { clients: [client, client] } : {}),
    dispatcher, ...(consumer.keda ? { keda: kedaOf(cluster, material, dispatcher) } : {}),
  };
}

function sourceKeys(cluster: ClusterPlan, consumer: SourcePlan): Record<string, string> {
  const { keda, ownKeys } = consumer;
  const keys = keysOf(consumer);
  const at = (part: keyof typeof keys) => `${NAMESPACE}/${ownKeys ? OWN_SECRET : SECRET}/${keys[part]}`;
  const { mechanism, pinnedCa, clientCertificate } = cluster;
  const named = mechanism !== undefined && (mechanism !== SaslMechanism.PLAIN || keda || ownKeys);
  return {
    ...(mechanism === undefined ? {} : { USER: at('user'), PASSWORD: at('password') }),
    ...(named ? { SASL_MECHANISM: at('mechanism') } : {}),
    ...(pinnedCa ? { CA_CRT: at('caCert') } : {}),
    ...(clientCertificate ? { USER_CRT: at('clientCert'), USER_KEY: at('clientKey') } : {}),
  };
}

const KEDA_MECHANISMS: Readonly<Partial<Record<SaslMechanism, string>>> = {
  [SaslMechanism.PLAIN]: 'plaintext', [SaslMechanism.SCRAM_SHA_256]: 'scram_sha256', [SaslMechanism.SCRAM_SHA_512]: 'scram_sha512',
};

/** KEDA has to reach the cluster as the consumers do. */
function kedaOf(cluster: ClusterPlan, material: Material, { servers, group = '', topics }: Resource): Keda {
  const { protocol, mechanism, user, password, pinnedCa, clientCertificate } = cluster;
  const tls = protocol === SecurityProtocol.SSL || protocol === SecurityProtocol.SASL_SSL;
  const parameters = {
    ...(mechanism === undefined ? {} : { sasl: KEDA_MECHANISMS[mechanism] ?? '', username: user, password }),
    ...(tls ? { tls: 'enable' } : {}), ...(pinnedCa ? { ca: material.authority } : {}),
    ...(clientCertificate ? { cert: material.certificate, key: material.key } : {}),
  };
  const { threshold, ...numbers } = SCALING;
  return {
    ...numbers, threshold: String(threshold), servers, group, topics,
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
  };
}

/** A parameter that is an empty text is one that KEDA does not have. */
export function withoutEmpty(answer: Answer): Answer {
  const { keda } = answer;
  if (keda?.parameters === undefined) return answer;
  const given = Object.entries(keda.parameters).filter(([, value]) => value !== '');
  const { min, max, polling, cooldown, threshold, servers, group, topics } = keda;
  const parameters = given.length > 0 ? { parameters: Object.fromEntries(given) } : {};
  return { ...answer, keda: { min, max, polling, cooldown, threshold, servers, group, topics, ...parameters } };
}
