import type { SideDocument } from '../core';
import type { EntryService } from './ingress-layer';

const TARGET = '${LOAD_BALANCER}';

/** Documents with records for hosts; what they point to is known when there is a load balancer. */
export function dnsDocuments(hosts: () => readonly string[], ttl: number, entry: EntryService): SideDocument[] {
  return [
    { file: 'dns/records.json', content: () => json(records(hosts(), ttl, entry)) },
    { file: 'dns/route53-change-batch.json', content: () => json(changeBatch(hosts(), ttl)) },
    { file: 'dns/zone.txt', content: () => zone(hosts(), ttl) },
    { file: 'dns/resolve.sh', content: () => script(entry) },
  ];
}

function records(hosts: readonly string[], ttl: number, entry: EntryService): unknown {
  return {
    target: { placeholder: TARGET, service: `${entry.namespace}/${entry.name}`, command: lookUp(entry) },
    records: hosts.map((name) => ({ name, type: 'CNAME', ttl, target: TARGET })),
  };
}

/** Follows ChangeResourceRecordSets of the API of Route 53. */
function changeBatch(hosts: readonly string[], ttl: number): unknown {
  return {
    Comment: 'hosts of Knative services',
    Changes: hosts.map((name) => ({
      Action: 'UPSERT',
      ResourceRecordSet: { Name: `${name}.`, Type: 'CNAME', TTL: ttl, ResourceRecords: [{ Value: TARGET }] },
    })),
  };
}

function zone(hosts: readonly string[], ttl: number): string {
  return hosts.map((name) => `${name}. ${ttl} IN CNAME ${TARGET}.\n`).join('');
}

/** A load balancer of another cloud may have an address and no name; a CNAME takes names only. */
function lookUp({ namespace, name }: EntryService): string {
  return `kubectl get service ${name} -n ${namespace} -o jsonpath='{.status.loadBalancer.ingress[0].hostname}'`;
}

function script(entry: EntryService): string {
  return `#!/bin/sh
# Writes the documents of this folder into a folder of your choice, with the name of the load balancer in them:
#   sh dns/resolve.sh /tmp/dns
#   aws route53 change-resource-record-sets --hosted-zone-id <zone> --change-batch file:///tmp/dns/route53-change-batch.json
set -eu
into="\${1:?name the folder to write to}"
from="$(dirname "$0")"
target="$(${lookUp(entry)})"
if [ -z "$target" ]; then
  echo "the Service ${entry.namespace}/${entry.name} has no load balancer with a name yet" >&2
  exit 1
fi
mkdir -p "$into"
for file in records.json route53-change-batch.json zone.txt; do
  sed "s/\\\${LOAD_BALANCER}/$target/g" "$from/$file" > "$into/$file"
done
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
