import type { Construct } from 'constructs';
import { clusterDomainOf, type ExistingObjectOptions, KINDS, KNATIVE_EVENTING } from '../core';
import { ImportedReceiver } from '../events';
import type { IRequestReply } from './request-reply-contract';

/** Where an existing request-reply is. */
export type ExistingRequestReplyOptions = ExistingObjectOptions;

/** @internal */
export const REQUEST_REPLY_SERVICE = 'request-reply';

/**
 * A request-reply that the program does not make.
 * @internal
 */
export class ImportedRequestReply extends ImportedReceiver implements IRequestReply {
  constructor(scope: Construct, id: string, name: string, options: ExistingRequestReplyOptions) {
    super(scope, id, KINDS.requestReply, name, options);
  }

  public get requestReplyName(): string {
    return this.name;
  }

  public get url(): string {
    const host = `${REQUEST_REPLY_SERVICE}.${KNATIVE_EVENTING}.svc.${clusterDomainOf(this)}`;
    return `http://${host}/${this._namespaceForAddress()}/${this.name}`;
  }
}
