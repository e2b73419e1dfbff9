export { Charts } from './charts';
export type { ChartsOptions, RenamedObject } from './charts-options';
export { OutputSecret, type OutputSecretProps } from './output-secret';
export { PulumiOutput } from './pulumi-output';
export type { FormerPlace } from './resource-names';
