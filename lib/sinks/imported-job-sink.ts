import type { Construct } from 'constructs';
import { clusterDomainOf, type ExistingObjectOptions, KINDS, KNATIVE_EVENTING } from '../core';
import { ImportedAddressable } from '../events';
import type { IJobSink } from './job-sink-contract';

/** Where an existing job sink is. */
export type ExistingJobSinkOptions = ExistingObjectOptions;

/** @internal */
export const JOB_SINK_SERVICE = 'job-sink';

/**
 * A job sink that the program does not make.
 * @internal
 */
export class ImportedJobSink extends ImportedAddressable implements IJobSink {
  constructor(scope: Construct, id: string, jobSinkName: string, options: ExistingJobSinkOptions) {
    super(scope, id, KINDS.jobSink, jobSinkName, options);
  }

  public get jobSinkName(): string {
    return this.name;
  }

  public get url(): string {
    const host = `${JOB_SINK_SERVICE}.${KNATIVE_EVENTING}.svc.${clusterDomainOf(this)}`;
    return `http://${host}/${this._namespaceForAddress()}/${this.name}`;
  }
}
