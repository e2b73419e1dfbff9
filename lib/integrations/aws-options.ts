import { checkAwsRegion, checkCredentials, type Problem, show } from '../core';
import type { AwsAuth } from './aws-auth';

/** What sources and sinks for all services of AWS need. */
export interface AwsOptions {
  /** Region of the resource, such as `eu-central-1`; the one of the ARN, where that has one (`KN-INT-002`). */
  readonly region: string;
  /** Who the source or sink is to AWS. */
  readonly auth: AwsAuth;
  /**
   * Address to call in place of the one of AWS, such as `http://minio.storage:9000`; an absolute URL without a
   * password (`KN-INT-003`). Sets `overrideEndpoint` too, without which it would have no effect.
   * @default - the one of the region
   */
  readonly uriEndpointOverride?: string;
}

/** How a sink or source for SQS calls AWS. */
export enum SqsProtocol {
  HTTP = 'http',
  HTTPS = 'https',
}

/**
 * Services of AWS, as they stand in an ARN.
 * @internal
 */
export enum AwsService {
  S3 = 's3',
  SQS = 'sqs',
  SNS = 'sns',
}

interface ServiceFacts {
  readonly arn: RegExp;
  readonly name: RegExp;
  readonly nameText: string;
  readonly example: string;
}

const PARTITION = 'arn:aws[a-z-]*';
const FACTS: Readonly<Record<AwsService, ServiceFacts>> = {
  [AwsService.S3]: {
    arn: new RegExp(`^${PARTITION}:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])$`),
    name: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    nameText: 'a bucket name of 3 to 63 lower-case letters, digits, dots and dashes',
    example: 'arn:aws:s3:::my-bucket',
  },
  [AwsService.SQS]: {
    arn: new RegExp(`^${PARTITION}:sqs:([a-z0-9-]+):\\d{12}:([A-Za-z0-9_-]{1,80}(\\.fifo)?)$`),
    name: /^[A-Za-z0-9_-]{1,80}(\.fifo)?$/,
    nameText: 'a queue name of letters, digits, dashes and underscores',
    example: 'arn:aws:sqs:eu-central-1:123456789012:my-queue',
  },
  [AwsService.SNS]: {
    arn: new RegExp(`^${PARTITION}:sns:([a-z0-9-]+):\\d{12}:([A-Za-z0-9_-]{1,256}(\\.fifo)?)$`),
    name: /^[A-Za-z0-9_-]{1,256}(\.fifo)?$/,
    nameText: 'a topic name of letters, digits, dashes and underscores',
    example: 'arn:aws:sns:eu-central-1:123456789012:my-topic',
  },
};

/** Words that stand for all regions of a partition. */
const EVERYWHERE = /^aws(-[a-z]+)*-global$/;

/**
 * Checks what all services of AWS have in common; Knative's admission only asks for a region that is not empty.
 * @internal
 */
export function checkAws({ region, uriEndpointOverride }: AwsOptions): (Problem | undefined)[] {
  return [checkRegion(region), checkEndpoint(uriEndpointOverride)];
}

/**
 * Checks the name of a bucket, queue or topic. Admission only asks for one that is not empty; what is no ARN of the
 * service makes the pod end when it starts (Camel's Sqs2Component.java and its kin).
 * @internal
 */
export function checkArn(service: AwsService, arn: string, region: string): Problem | undefined {
  const { arn: pattern, name, nameText, example } = FACTS[service];
  const text = typeof arn === 'string' ? arn : '';
  const match = pattern.exec(text);
  if (match === null && !name.test(text)) {
    return {
      code: 'KN-INT-001',
      message: `${show(arn)} is no ARN of ${service.toUpperCase()}`,
      received: arn,
      allowed: `an ARN such as ${show(example)}, or ${nameText}`,
      fix: `write \`arn: '${example}'\`, for example`,
    };
  }
  const named = service === AwsService.S3 ? undefined : match?.[1];
  if (named === undefined || named === region) return undefined;
  return {
    code: 'KN-INT-002',
    message: `the region ${show(region)} is not the one of ${show(arn)}`,
    received: region,
    allowed: show(named),
    fix: `write \`region: '${named}'\``,
  };
}

/** @internal */
export function renderAws({ region, uriEndpointOverride }: AwsOptions): Record<string, unknown> {
  return { region, uriEndpointOverride, overrideEndpoint: uriEndpointOverride === undefined ? undefined : true };
}

function checkRegion(region: string): Problem | undefined {
  return typeof region === 'string' && EVERYWHERE.test(region) ? undefined : checkAwsRegion('KN-INT-002', region ?? '');
}

function checkEndpoint(uri: string | undefined): Problem | undefined {
  const secret = checkAwsAddress('uriEndpointOverride', uri);
  if (secret !== undefined || uri === undefined || (/^https?:\/\//.test(uri) && URL.canParse(uri))) return secret;
  return {
    code: 'KN-INT-003',
    message: `${show(uri)} is no absolute URL`,
    received: uri,
    allowed: 'an absolute `http` or `https` URL; credentials come from `auth`',
    fix: "write `uriEndpointOverride: 'http://minio.storage:9000'`, for example",
  };
}

/**
 * Checks that no credential stands in an address of the cloud.
 * @internal
 */
export function checkAwsAddress(field: string, address: string | undefined): Problem | undefined {
  return checkCredentials(`\`${field}\``, address, 'KN-INT-003', 'leave it out of the address: credentials come from `auth`');
}
