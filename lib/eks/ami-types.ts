import { AmiFamily, hardwareOf, NodeHardware } from '../cluster';

/** Images of EKS for Amazon Linux 2023, by what they have to fit. */
const AMAZON_LINUX: Readonly<Record<NodeHardware, string>> = {
  [NodeHardware.X86]: 'AL2023_x86_64_STANDARD',
  [NodeHardware.ARM]: 'AL2023_ARM_64_STANDARD',
  [NodeHardware.NVIDIA]: 'AL2023_x86_64_NVIDIA',
  [NodeHardware.ARM_NVIDIA]: 'AL2023_ARM_64_NVIDIA',
  [NodeHardware.NEURON]: 'AL2023_x86_64_NEURON',
};
/** Those of Bottlerocket, which has none for Inferentia and Trainium. */
const BOTTLEROCKET: Readonly<Partial<Record<NodeHardware, string>>> = {
  [NodeHardware.X86]: 'BOTTLEROCKET_x86_64',
  [NodeHardware.ARM]: 'BOTTLEROCKET_ARM_64',
  [NodeHardware.NVIDIA]: 'BOTTLEROCKET_x86_64_NVIDIA',
  [NodeHardware.ARM_NVIDIA]: 'BOTTLEROCKET_ARM_64_NVIDIA',
};

/**
 * The image of EKS for a group of nodes; absent where there is none.
 * @param instanceTypes types that one image fits, as a specification checks them
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
 * @internal
 */
export function amiTypeOf(family: AmiFamily, instanceTypes: readonly string[]): string | undefined {
  const hardware = hardwareOf(instanceTypes[0] ?? '');
  return family === AmiFamily.BOTTLEROCKET ? BOTTLEROCKET[hardware] : AMAZON_LINUX[hardware];
}
