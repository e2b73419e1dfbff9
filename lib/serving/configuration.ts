import type { Construct } from 'constructs';
import { type ExistingObjectOptions, ImportedObject, KINDS } from '../core';
import { Place } from './annotation-rules';
import { ConfigurationBase, type ConfigurationBaseProps } from './configuration-base';
import type { IConfiguration } from './configuration-contract';

/** Properties for `Configuration`. */
export type ConfigurationProps = ConfigurationBaseProps;

/** Where an existing configuration is. */
export type ExistingConfigurationOptions = ExistingObjectOptions;

/**
 * A program and its revisions, without an address: every change of the template makes another revision. A `Route` sends
 * requests to it. Most programs want a `KnativeService`, which is both in one; a configuration of its own is for those
 * who split requests between several programs, or roll them out by themselves.
 * @see https://knative.dev/docs/serving/architecture/
 */
export class Configuration extends ConfigurationBase {
  /** A configuration that exists already, by its name. */
  public static fromConfigurationName(
    scope: Construct, id: string, configurationName: string, options: ExistingConfigurationOptions = {},
  ): IConfiguration {
    return new ImportedConfiguration(scope, id, configurationName, options);
  }

  constructor(scope: Construct, id: string, props: ConfigurationProps) {
    super(scope, id, KINDS.configuration, Place.CONFIGURATION, props);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: { template: this._template._render() } };
  }
}

/** A configuration that the program does not make. */
class ImportedConfiguration extends ImportedObject implements IConfiguration {
  constructor(scope: Construct, id: string, name: string, options: ExistingConfigurationOptions) {
    super(scope, id, KINDS.configuration, name, options);
  }

  public get configurationName(): string {
    return this.name;
  }
}
