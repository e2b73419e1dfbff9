import type { IConstruct } from 'constructs';
import { clusterDomainOf, refuse, show } from '../core';
import type { BrokerClass } from './broker-class';

/**
 * Where a broker takes events; an unknown class is recorded as the problem `KN-BRK-002`.
 * @internal
 */
export function brokerAddress(
  broker: IConstruct, brokerClass: BrokerClass | undefined, namespace: string, name: string,
): string {
  const ingress = brokerClass?._ingress(namespace);
  if (ingress !== undefined) return `http://${ingress}.svc.${clusterDomainOf(broker)}/${namespace}/${name}`;
  refuse(broker, {
    code: 'KN-BRK-002',
    message: `the address of the broker ${show(name)} is asked for, but `
      + (brokerClass === undefined ? 'its class is not known' : `that of class ${show(brokerClass.name)} is not known`),
    received: brokerClass?.name,
    allowed: 'the address of a broker of the classes that Knative ships',
    fix: brokerClass === undefined
      ? 'write `brokerClass: BrokerClass.MT_CHANNEL_BASED`, or the class that the cluster gives to brokers without one'
      : 'pass the broker itself as the sink, or write its address by hand',
  });
  return `http://broker.invalid/${namespace}/${name}`;
}
