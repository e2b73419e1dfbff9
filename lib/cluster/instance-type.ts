import { type Problem, repeatedIn, show } from '../core';

/** What of an instance decides which image fits it. */
export enum NodeHardware {
  X86 = 'x86_64',
  ARM = 'arm64',
  NVIDIA = 'x86_64 with GPUs of NVIDIA',
  ARM_NVIDIA = 'arm64 with GPUs of NVIDIA',
  NEURON = 'x86_64 with AWS Inferentia or Trainium',
}

const TYPE = /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|xlarge|[1-9][0-9]{0,2}xlarge|metal(-[1-9][0-9]{0,2}xl)?)$/;
/** Nodes of macOS and of Windows alone are none of EKS. */
const UNFIT = /^mac/;

/** Which image fits a type of instances, as their names say it: `g` behind the generation stands for Graviton. */
export function hardwareOf(instanceType: string): NodeHardware {
  const family = String(instanceType).replace(/\..*$/, '');
  const arm = family === 'a1' || /^[a-z]+[0-9]+g/.test(family);
  if (/^(inf|trn)[0-9]/.test(family)) return NodeHardware.NEURON;
  // `g4ad` has GPUs of AMD, for which there is no image.
  if (!/^(p|g|gr)[0-9]/.test(family) || /^g[0-9]+a/.test(family)) return arm ? NodeHardware.ARM : NodeHardware.X86;
  return arm || /^p[0-9]+e?-gb/.test(family) ? NodeHardware.ARM_NVIDIA : NodeHardware.NVIDIA;
}

/** Most types that EKS takes for a group. */
const MOST_TYPES = 20;

/** Checks the types of instances of a group. */
export function checkInstanceTypes(types: readonly string[], group: string): (Problem | undefined)[] {
  const forms = types.map(checkForm);
  const hardware = [...new Set(types.map(hardwareOf))];
  const twice = repeatedIn(types)[0];
  return [
    ...forms,
    types.length > 0 && types.length <= MOST_TYPES ? undefined : wrongList(group, `${types.length} types of instances`, types.length),
    twice === undefined ? undefined : wrongList(group, `${show(twice)} twice`, twice),
    hardware.length < 2 || forms.some((problem) => problem !== undefined) ? undefined
      : wrongList(group, `types of instances that need different images, ${hardware.join(' and ')}`, types),
  ];
}

function checkForm(type: string): Problem | undefined {
  if (typeof type === 'string' && TYPE.test(type) && !UNFIT.test(type)) return undefined;
  return {
    code: 'KN-CLU-011',
    message: `${show(type)} is no type of instances for nodes`,
    received: type,
    allowed: 'the family and the size of an instance of EC2, with a dot between',
    fix: 'write `m5.large`, for example',
  };
}

function wrongList(group: string, what: string, received: unknown): Problem {
  return {
    code: 'KN-CLU-011',
    message: `the group ${show(group)} has ${what}`,
    received,
    allowed: `1 to ${MOST_TYPES} types, each once, all with the same processor and the same kind of accelerator`,
    fix: "write `instanceTypes: ['m5.large', 'm6i.large']`, for example, and further groups for other hardware",
  };
}
