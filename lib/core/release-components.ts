/** What is released apart from the others, by the name that its files are kept under. */
export enum ComponentName {
  KNATIVE_OPERATOR = 'knative-operator',
  KNATIVE_SERVING = 'knative-serving',
  KNATIVE_EVENTING = 'knative-eventing',
  EVENTING_KAFKA_BROKER = 'eventing-kafka-broker',
  NET_CONTOUR = 'net-contour',
  NET_GATEWAY_API = 'net-gateway-api',
  NET_ISTIO = 'net-istio',
  NET_KOURIER = 'net-kourier',
  CERT_MANAGER = 'cert-manager',
  GATEWAY_API = 'gateway-api',
}

/** Files of one release. */
export interface ReleaseComponent {
  readonly name: ComponentName;
  /** Version of the release, without a letter in front: `1.23.0`. */
  readonly version: string;
  /** Files as the release calls them: `serving-core.yaml`. */
  readonly files: readonly string[];
}
