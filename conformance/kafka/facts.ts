import { SaslMechanism } from '../../lib';
import { type ByHand, planOf, SOURCE } from './mistakes';
import type { BrokerPlan, Plan } from './plan';
import type { Answer } from './readers';

/**
 * What the Kafka module does that a program does not expect. The documentation of the library says it; a release that
 * does otherwise is noticed here.
 */
export interface Fact {
  readonly fact: string;
  readonly plan: Plan;
  /** Whether `controller-autoscaler-keda` is on. */
  readonly keda: boolean;
  readonly change?: (found: ByHand) => void;
  /** What is said of the answer: words of the refusal, or a part of it. */
  readonly refusal?: string;
  readonly read?: (answer: Answer) => unknown;
  readonly is?: unknown;
}

const TRIGGER: BrokerPlan = { kind: 'Trigger', keda: true };

function protocolOf({ clients }: Answer): string {
  const [client] = clients ?? [];
  return `${client?.sasl === undefined ? '' : 'SASL, '}${client?.tls === undefined ? 'plain text' : 'TLS'}`;
}

/** What KEDA gets, and does not get. */
const KEDA_FACTS: readonly Fact[] = [
  {
    fact: 'KEDA speaks plain text for a trigger whose Secret pins no CA, though the servers encrypt',
    plan: planOf({}, TRIGGER), keda: true, change: without('ca.crt'), read: ({ keda }) => keda?.parameters?.tls, is: undefined,
  },
  {
    fact: 'KEDA speaks TLS for a trigger whose Secret pins a CA',
    plan: planOf({}, TRIGGER), keda: true, read: ({ keda }) => keda?.parameters?.tls, is: 'enable',
  },
  {
    fact: 'KEDA speaks TLS for a source, CA or not',
    plan: planOf({ pinnedCa: false }, { ...SOURCE, keda: true }), keda: true, read: ({ keda }) => keda?.parameters?.tls, is: 'enable',
  },
  {
    fact: 'a trigger with tokens has no consumers where KEDA is on', plan: planOf({}, TRIGGER), keda: true,
    change: ({ secret }) => {
      Object.assign(secret, { 'sasl.mechanism': 'OAUTHBEARER', 'tokenProvider': 'MSKAccessTokenProvider' });
    },
    refusal: 'SASL type value "OAUTHBEARER" is not supported',
  },
  {
    fact: 'a trigger with tokens has none either where it does not ask for KEDA',
    plan: planOf({ mechanism: SaslMechanism.OAUTHBEARER }, { ...TRIGGER, keda: false }), keda: true,
    refusal: 'SASL type value "OAUTHBEARER" is not supported',
  },
  {
    fact: 'KEDA scales a source that does not ask for it, from none to fifty', plan: planOf({}, SOURCE), keda: true,
    read: ({ keda }) => [keda?.min, keda?.max], is: [0, 50],
  },
  {
    fact: 'KEDA scales nothing where it is off', plan: planOf({}, { ...SOURCE, keda: true }), keda: false, read: ({ keda }) => keda, is: undefined,
  },
];

function without(key: string): Fact['change'] {
  return ({ secret }) => { Reflect.deleteProperty(secret, key); };
}

/** Why every Secret of ours names its protocol. */
const GUESSES: readonly Fact[] = [
  {
    fact: 'a Secret without a protocol is taken for SASL_SSL where it pins a CA', plan: planOf(), keda: false,
    change: without('protocol'), read: protocolOf, is: 'SASL, TLS',
  },
  {
    fact: 'a Secret without a protocol is taken for SASL_PLAINTEXT where it pins none', plan: planOf({ pinnedCa: false }), keda: false,
    change: without('protocol'), read: protocolOf, is: 'SASL, plain text',
  },
  {
    fact: 'a Secret without a mechanism is taken for PLAIN', plan: planOf(), keda: false, change: without('sasl.mechanism'),
    read: ({ clients }) => clients?.[0]?.sasl?.mechanism, is: 'PLAIN',
  },
];

export const FACTS: readonly Fact[] = [...KEDA_FACTS, ...GUESSES];
