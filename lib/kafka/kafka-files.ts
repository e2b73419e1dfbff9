import type { KafkaCluster } from './kafka-cluster';

/** A name for the files of each Kafka cluster: its id, or its whole path where others have that id. */
export function clusterFiles(clusters: readonly KafkaCluster[]): Map<KafkaCluster, string> {
  const files = new Map<KafkaCluster, string>();
  const taken = new Set<string>();
  const ids = clusters.map(({ node }) => plain(node.id));
  for (const [index, cluster] of clusters.entries()) {
    const id = ids[index] ?? '';
    const shared = ids.filter((other) => other === id).length > 1;
    const wanted = shared ? plain(cluster.node.path) : id;
    let file = wanted;
    for (let number = 2; taken.has(file); number += 1) file = `${wanted}-${number}`;
    taken.add(file);
    files.set(cluster, file);
  }
  return files;
}

/** File systems that know no upper case would have one file for two names. */
function plain(text: string): string {
  const name = text.toLowerCase().replace(/[^a-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
  return name === '' ? 'cluster' : name;
}
