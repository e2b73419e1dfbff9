/** The version of eksctl whose rules are followed, and by whose code documents are judged. */
export const EKSCTL_VERSION = '0.225.0';
/** Follows DefaultVersion of pkg/apis/eksctl.io/v1alpha5/types.go: what eksctl makes where nobody says a version. */
export const EKSCTL_DEFAULT_VERSION = '1.34';
/** Follows DefaultCIDR of pkg/apis/eksctl.io/v1alpha5/vpc.go. */
export const EKSCTL_DEFAULT_CIDR = '192.168.0.0/16';
/** Follows KnownAddons of pkg/apis/eksctl.io/v1alpha5/known_addons.go: what is installed if not said otherwise. */
export const EKSCTL_DEFAULT_ADDONS: readonly string[] = ['vpc-cni', 'kube-proxy', 'coredns', 'metrics-server'];
/** What eksctl installs in Auto Mode if not said otherwise. */
export const EKSCTL_AUTO_MODE_ADDONS: readonly string[] = ['metrics-server'];
/** Follows LogRetentionInDaysValues of pkg/apis/eksctl.io/v1alpha5/cloudwatch.go; CloudWatch itself has more. */
export const EKSCTL_LOG_RETENTION: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653,
];
/** Follows getSubnetNetworkSize of pkg/vpc/vpc.go: two subnets a zone, and sixteen at most. */
export const EKSCTL_MOST_ZONES = 8;

/** Follows SupportedRegions of pkg/apis/eksctl.io/v1alpha5/types.go. */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  'af': ['south-1'],
  'ap': [
    'east-1', 'east-2', 'northeast-1', 'northeast-2', 'northeast-3', 'south-1', 'south-2', 'southeast-1', 'southeast-2', 'southeast-3',
    'southeast-4', 'southeast-5', 'southeast-6', 'southeast-7',
  ],
  'ca': ['central-1', 'west-1'],
  'cn': ['north-1', 'northwest-1'],
  'eu': ['central-1', 'central-2', 'north-1', 'south-1', 'south-2', 'west-1', 'west-2', 'west-3'],
  'eu-isoe': ['west-1'],
  'il': ['central-1'],
  'me': ['central-1', 'south-1'],
  'mx': ['central-1'],
  'sa': ['east-1'],
  'us': ['east-1', 'east-2', 'west-1', 'west-2'],
  'us-gov': ['east-1', 'west-1'],
  'us-iso': ['east-1', 'west-1'],
  'us-isob': ['east-1', 'west-1'],
  'us-isof': ['east-1', 'south-1'],
};

/** Regions that eksctl works in. */
export const EKSCTL_REGIONS: readonly string[] = Object.entries(REGIONS)
  .flatMap(([area, places]) => places.map((place) => `${area}-${place}`));
