import { ComponentName, type KnativeVersion } from '../core';
import { releaseVersion } from '../releases';

interface LayerReleases {
  readonly contour: string;
  readonly istio: string;
  /** Gateway API whose definitions net-gateway-api is tested with. */
  readonly gatewayApi: string;
}

/** Releases of what a layer needs; those of the newest where JavaScript passed a version that there is not. */
export function layerReleases(version: KnativeVersion): LayerReleases {
  return {
    contour: releaseVersion(ComponentName.NET_CONTOUR, version),
    istio: releaseVersion(ComponentName.NET_ISTIO, version),
    gatewayApi: releaseVersion(ComponentName.GATEWAY_API, version),
  };
}
