import { Yaml } from 'cdk8s';
import { inReadingOrder } from './key-order';

/**
 * Plain data as YAML for people: keys in reading order, texts of several lines as blocks, quotes where YAML 1.1 needs
 * them, as in the output folder.
 */
export function toReadableYaml(data: unknown): string {
  return Yaml.stringify(inReadingOrder(data));
}
