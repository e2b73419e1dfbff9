import { KnativeVersion } from '../core';

interface LayerReleases {
  readonly contour: string;
  readonly istio: string;
  /** Gateway API whose definitions net-gateway-api is tested with. */
  readonly gatewayApi: string;
}

/**
 * Follows cmd/operator/kodata/ingress of the operator 1.23, and docs/test-version.md of net-gateway-api at the branch
 * of each release.
 */
const RELEASES: Readonly<Record<KnativeVersion, LayerReleases>> = {
  [KnativeVersion.V1_20]: { contour: '1.20.4', istio: '1.20.4', gatewayApi: '1.3.0' },
  [KnativeVersion.V1_21]: { contour: '1.21.5', istio: '1.21.4', gatewayApi: '1.4.1' },
  [KnativeVersion.V1_22]: { contour: '1.22.2', istio: '1.22.1', gatewayApi: '1.4.1' },
  [KnativeVersion.V1_23]: { contour: '1.23.0', istio: '1.23.0', gatewayApi: '1.4.1' },
};

/** Releases of what a layer needs; those of the newest where JavaScript passed a version that there is not. */
export function layerReleases(version: KnativeVersion): LayerReleases {
  return Object.hasOwn(RELEASES, version) ? RELEASES[version] : RELEASES[KnativeVersion.V1_23];
}
