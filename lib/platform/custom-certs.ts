import { DNS_1123_LABEL, follows, ownCopy, type Problem, propose, raise, show } from '../core';
import { checkSameNamespace, type IConfigMapReference, type ISecretReference, type NamedObject } from '../pod';

/**
 * Certificates of registries that the controller of Serving trusts, so that it can look up the digests of their
 * images. The object lies in `knative-serving` (`KN-NAM-007`).
 * @see https://knative.dev/docs/serving/tag-resolution/
 */
export class CustomCerts {
  /**
   * A ConfigMap with a certificate in each key.
   * @throws KnativeError `KN-PLT-013` for a name that does not fit a volume
   */
  public static fromConfigMap(configMap: IConfigMapReference): CustomCerts {
    return new CustomCerts('ConfigMap', ownCopy(configMap));
  }

  /**
   * A Secret with a certificate in each key.
   * @throws KnativeError `KN-PLT-013` for a name that does not fit a volume
   */
  public static fromSecret(secret: ISecretReference): CustomCerts {
    return new CustomCerts('Secret', ownCopy(secret));
  }

  private constructor(private readonly type: string, private readonly object: NamedObject) {
    raise(checkVolumeName(object.name));
  }

  /** @internal */
  public _check(namespace: string | undefined): Problem | undefined {
    return checkSameNamespace(this.type, this.object, namespace);
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return { type: this.type, name: this.object.name };
  }
}

/** Follows pkg/reconciler/knativeserving/common/certs.go, which calls the volume after the object. */
const PREFIX = 'custom-certs-';

function checkVolumeName(name: string): Problem | undefined {
  if (name !== '' && follows(DNS_1123_LABEL, PREFIX + name)) return undefined;
  const most = DNS_1123_LABEL.maxLength - PREFIX.length;
  return {
    code: 'KN-PLT-013',
    message: `no volume can be called after ${show(name)}`,
    received: name,
    allowed: `lower-case letters, digits and dashes, no dots, at most ${most} characters`,
    fix: `write ${show(propose(DNS_1123_LABEL, name).slice(0, most))}, for example`,
  };
}
