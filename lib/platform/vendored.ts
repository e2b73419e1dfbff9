import { checkChoice, type Problem, show } from '../core';
import { VendoredReleases } from '../releases';
import { InstalledBy } from './installed-by';
import type { PlatformKafka } from './platform-kafka';
import type { KnativePlatformProps } from './platform-props';

/** Checks who installs a platform, and that there is what they install. */
export function checkReleases({ installedBy, releases, kafka }: KnativePlatformProps): (Problem | undefined)[] {
  return [
    checkChoice('KN-POD-048', 'installedBy', installedBy, InstalledBy),
    releases === undefined ? checkThere(installedBy) : checkFolder(releases),
    releases === undefined ? undefined : checkKafka(kafka),
  ];
}

/** An operator fetches nothing of what is vendored, so that the address would be lost. */
function checkKafka({ manifestsFrom }: PlatformKafka = {}): Problem | undefined {
  if (manifestsFrom === undefined) return undefined;
  return {
    code: 'KN-PLT-027',
    message: 'the manifests of Kafka data planes come from `kafka.manifestsFrom` and from `releases`',
    received: manifestsFrom,
    allowed: 'one place for them',
    fix: 'leave `kafka.manifestsFrom` out: `npx cdk8s-knative vendor --mirror` brings the files from another server',
  };
}

function checkThere(installedBy: InstalledBy | undefined): Problem | undefined {
  if (installedBy !== InstalledBy.RELEASE_MANIFESTS) return undefined;
  return {
    code: 'KN-PLT-028',
    message: 'the platform is installed from release manifests, and the program has none',
    received: undefined,
    allowed: '`installedBy: InstalledBy.RELEASE_MANIFESTS` together with `releases`',
    fix: "write `releases: VendoredReleases.fromFolder('releases')`, and run `npx cdk8s-knative vendor`, which brings the files",
  };
}

/** Programs in JavaScript may have the folder only. */
function checkFolder(releases: VendoredReleases): Problem | undefined {
  const given: unknown = releases;
  if (given instanceof VendoredReleases) return undefined;
  return {
    code: 'KN-TYP-001',
    message: `\`releases\` ${show(given)} is no \`VendoredReleases\``,
    received: given,
    allowed: 'a `VendoredReleases`',
    fix: "write `releases: VendoredReleases.fromFolder('releases')`",
  };
}
