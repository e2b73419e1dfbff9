/** Answers to questions of a program: they change nothing of what it writes. */
const ANSWERS = [
  'equals', 'matches', 'toSinkConfig', 'toEventSourceConfig', 'toFilterConfig', 'toDeliveryConfig', 'toDomainMappingRef', 'toAnnotations', 'has', 'list',
  'render', 'filePath', 'eventSourceFor', 'correlationId', 'toString', 'publicUrlOf',
];

/** What describes a cluster: it stands in no manifest. Suite 14 judges it with generated specifications. */
const OF_CLUSTERS = [
  'AccountName', 'AmiFamily', 'AutoMode', 'AutoModeNodePool', 'AutoModeOptions', 'CertManagerIdentityOptions',
  'ClusterAddon', 'ClusterAddonOptions', 'ClusterAdmin', 'ClusterCapacity', 'ClusterEndpoints', 'ClusterFacts',
  'ClusterNetwork', 'ClusterSpec', 'ClusterSpecProps', 'ClusterSubnet', 'ControlPlaneLog', 'DnsIdentityOptions',
  'EksctlCluster', 'EksctlClusterProps', 'ExistingNetworkOptions', 'IdentityPlace', 'IdentityStyle', 'NatGateways', 'NodeAddonPolicies', 'NodeGroup', 'NodeGroupProps',
  'NodeTaint', 'NodeVolume', 'OwnNetworkOptions', 'PublicEndpointOptions', 'WellKnownPolicy', 'WorkloadIdentity',
  'WorkloadIdentityOptions', 'WorkloadIdentityProps',
];

/** What a program is given, and never writes one by one. */
const GIVEN: Readonly<Record<string, string>> = {
  BackoffPolicy: 'an answer of `Backoff`',
  ComponentName: 'files of releases, which lie on the disk',
  DnsZone: 'id and name of a zone, which are written by the properties for ids and names too',
  Environments: 'it runs whole programs, each of which makes the same manifests by itself', EnvironmentsOptions: 'folders on the disk',
  ErrorCodeEntry: 'the table of refusals',
  EventSourceConfig: 'the answer of a contract',
  Feature: 'all flags are declared together',
  FluxSource: 'who applies manifests, which suite 13 judges', FluxSourceKind: 'who applies manifests, which suite 13 judges',
  GitOps: 'who applies manifests, which suite 13 judges', GitOpsProps: 'who applies manifests, which suite 13 judges',
  IamGrant: 'an answer of `AcmeIssuer`', IamHolder: 'an answer of `AcmeIssuer`', IamPolicyDocument: 'an answer of `AcmeIssuer` and of `ExternalDns`',
  IamStatement: 'an answer of `AcmeIssuer`',
  ImmutableBy: 'facts for tools', ImmutableChange: 'facts for tools', ImmutableField: 'facts for tools',
  InstalledBy: 'release manifests need files on the disk; suite 11 judges both ways',
  KafkaClusterSetup: 'an answer of `KafkaSetup`', KafkaOperation: 'an answer of `KafkaSetup`', KafkaPermission: 'an answer of `KafkaSetup`',
  KafkaResourceType: 'an answer of `KafkaSetup`', KafkaTopic: 'an answer of `KafkaSetup`',
  Placeholders: 'names for values of AWS CDK, which generated programs do not have',
  PolicyRule: 'an answer of `VaultSetup`', VaultMount: 'an answer of `VaultSetup`', VaultSecretPlace: 'an answer of `VaultSetup`',
  VaultRequest: 'an answer of `VaultSetup`', VaultRole: 'an answer of `VaultSetup`',
  MatchOptions: 'what a filter is asked with, which is an answer',
  Problem: 'what a refusal is made of', KnativeError: 'what is thrown',
  NeededRestart: 'an answer of `restartsAfter`',
  ReleasedObjectAddress: 'objects of release files, which lie on the disk',
  VendoredReleases: 'files on the disk, which generated programs do not have',
  Warning: 'an answer of `Warnings`',
  Wave: 'an answer of `waveOf`', WaveObject: 'what `waveOf` is asked about',
};

/** Single parts of the API that no generated program uses, with the reason. */
const SINGLE: Readonly<Record<string, string>> = {
  'FeatureFlags': 'values come from `Features.asReleased` and `Features.asNeeded`',
  'ExternalDnsProps.hostedZones': 'it writes what `hostedZoneIds` and `domainFilters` write',
  'KafkaCertificateValues.clientCert': 'no program holds the key that belongs to it',
  'KafkaCertificateValues.clientKey': 'no program holds a key',
  'ClusterControllers.installedBy': 'a word about the order of objects that others make',
  'KnativePlatform.patchReleased': 'objects of release files, which lie on the disk',
  'KnativePlatformProps.installedBy': 'release manifests need files on the disk; suite 11 judges both ways',
  'KnativePlatformProps.releases': 'files on the disk, which generated programs do not have',
  'KnativePlatformProps.upgradingFrom': 'it adds Jobs of release files, which lie on the disk',
  'Route53AccessKeyOptions.hostedZone': 'it writes what `hostedZoneId` writes', 'Route53Options.hostedZone': 'it writes what `hostedZoneId` writes',
  'Route53ServiceAccountOptions.hostedZone': 'it writes what `hostedZoneId` writes',
  'SideDocuments.write': 'it writes to the disk',
  'VaultInjectorProps.namespaces': 'it has to name the namespace of every service with an agent',
  'Warnings.add': 'warnings of a program\'s own change no manifest',
  'Warnings.treatAsErrors': 'it would refuse whatever is warned of',
  'VaultAnnotatedServiceProps.automountServiceAccountToken': 'the agent needs the token (KN-VLT-012)',
  'VaultAnnotatedServiceProps.containerName': 'a KnativeService has it too', 'VaultAnnotatedServiceProps.containers': 'a KnativeService has them too',
  'VaultAnnotatedServiceProps.revisionName': 'a KnativeService has it too', 'VaultAnnotatedServiceProps.traffic': 'a KnativeService has it too',
};

/** Why the generators leave a part of the public API out; nothing for what they have to use. */
export function reasonFor(name: string): string | undefined {
  const [owner = '', member = ''] = name.split('.');
  if (OF_CLUSTERS.includes(owner)) return 'a cluster, which suite 14 judges';
  return SINGLE[name] ?? GIVEN[owner] ?? (ANSWERS.includes(member) ? 'an answer' : undefined);
}

/** Reasons that nothing needs any more. */
export function staleReasons(offered: ReadonlySet<string>, used: ReadonlySet<string>): string[] {
  const owners = new Set([...offered].map((name) => name.split('.')[0]));
  const single = Object.keys(SINGLE).filter((name) => !offered.has(name) || used.has(name));
  return [...single, ...[...Object.keys(GIVEN), ...OF_CLUSTERS].filter((name) => !owners.has(name))];
}
