/** A difference between both ways that has to be, and why. */
export interface Known {
  /** Lines that it explains. */
  readonly line: RegExp;
  readonly reason: string;
}

/** Every difference between both ways that has a reason; one that is never met fails. */
export const KNOWN: readonly Known[] = [
  {
    line: /metadata\.labels(\.app\.kubernetes\.io\/name)?: (\{"app\.kubernetes\.io\/name":)?"knative-(eventing|serving)"\}? \| nothing$/,
    reason: 'the operator labels what a release leaves without a name, by which it hears of changes',
  },
  {
    line: /^ConfigMap \S+ metadata\.annotations(\.knative\.dev\/example-checksum)?: (\{"knative\.dev\/example-checksum":)?"[0-9a-f]{8}"\}? \| nothing$/,
    reason: 'the release way leaves the example out, and with it the checksum that guards it',
  },
  {
    line: /^Job knative-(serving|eventing)\/\S+-(serving|eventing)-1\.\d+\.\d+: only the operator makes it$/,
    reason: 'the operator runs the Jobs of upgrades on new clusters too, where there is nothing to move',
  },
  {
    line: /^(ClusterRole|ClusterRoleBinding|ServiceAccount) \S*(post-install|storage-version-migrator)\S*: only the operator makes it$/,
    reason: 'rights of those Jobs',
  },
  {
    line: /^(Deployment|StatefulSet) \S+ spec\.template\.metadata\.annotations(\.cdk8s-knative\/settings-read-at-start)?: nothing \| /,
    reason: 'the operator restarts nothing when settings change that are read at the start; the release way does',
  },
  {
    // 31080 is the one that a program says.
    line: /^Service \S+ spec\.ports\.\[\S+\]\.nodePort: (?!31080)\d+ \| (?!31080)\d+$/,
    reason: 'the server finds ports of nodes that nobody says',
  },
];
