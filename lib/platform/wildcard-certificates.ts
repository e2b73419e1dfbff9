import {
  checkLabels, checkName, DNS_1123_LABEL, type LabelSelector, LabelSelectorOperator, type Problem, raise,
  type ServicesNamespaceDescription, show,
} from '../core';

/** A label of namespaces. */
export interface NamespaceLabel {
  readonly key: string;
  readonly value: string;
}

/**
 * Which namespaces get one certificate for all their services, `*.shop.knative.example.com`, in place of one for each.
 * @see https://knative.dev/docs/serving/encryption/external-domain-tls/
 */
export class WildcardCertificates {
  /**
   * Namespaces with a label, which a `ServicesNamespace` of the program gets by itself.
   *
   * Left out, the label is `networking.knative.dev/disableWildcardCert: "false"`, which tutorials have: namespaces with
   * `"true"`, or without the label, get none.
   * @throws KnativeError `KN-NAM-004` or `KN-NAM-005` for a label that there cannot be
   */
  public static forLabel(key = DEFAULT_KEY, value = 'false'): WildcardCertificates {
    raise(...checkLabels({ [key]: value }));
    return new WildcardCertificates({ matchLabels: { [key]: value } }, { key, value });
  }

  /**
   * Namespaces by their names. Where the program installs the platform, a name that no `ServicesNamespace` has, while
   * the program has others, gets the warning `wildcard-namespace-unknown`: there is no certificate before there is such
   * a namespace.
   * @throws KnativeError `KN-PLT-025` without any, `KN-NAM-006` for a name that no namespace has
   */
  public static forNamespaces(...names: readonly string[]): WildcardCertificates {
    raise(checkSome(names), ...names.map((name) => checkName('namespace name', name, DNS_1123_LABEL, 'KN-NAM-006')));
    return new WildcardCertificates({
      matchExpressions: [{ key: NAME_LABEL, operator: LabelSelectorOperator.IN, values: [...names] }],
    }, undefined, names);
  }

  /** All namespaces, those of the system too: each gets a certificate, whether it has services or not. */
  public static forAllNamespaces(): WildcardCertificates {
    return new WildcardCertificates({});
  }

  /** No namespace: each host gets a certificate of its own. */
  public static none(): WildcardCertificates {
    return new WildcardCertificates();
  }

  private constructor(
    /** @internal */
    public readonly _selector?: LabelSelector,
    /** @internal */
    public readonly _label?: NamespaceLabel,
    private readonly names?: readonly string[],
  ) {}

  /**
   * Whether a namespace gets one by its name, whatever its labels are.
   * @internal
   */
  public _byName(namespace: string): boolean {
    if (this._selector === undefined || this._label !== undefined) return false;
    return this.names?.includes(namespace) ?? true;
  }

  /**
   * What to write so that another namespace gets one; undefined where labels or nothing choose.
   * @internal
   */
  public _adding(namespace: string): string | undefined {
    if (this.names === undefined) return undefined;
    const names = [...this.names, namespace].map((name) => `'${name}'`);
    return `write \`WildcardCertificates.forNamespaces(${names.join(', ')})\` for the platform`;
  }

  /**
   * Names that no namespace of the program has, while it has others.
   * @param namespaces those that services of the program run in
   * @internal
   */
  public _unknownAmong(namespaces: readonly ServicesNamespaceDescription[]): readonly string[] {
    if (namespaces.length === 0) return [];
    return (this.names ?? []).filter((name) => !namespaces.some((namespace) => namespace.name === name));
  }

  /**
   * The namespaces that are known to get one.
   * @param namespaces those that services of the program run in
   * @param others further namespaces of the cluster
   * @internal
   */
  public _among(
    namespaces: readonly ServicesNamespaceDescription[], others: readonly string[],
  ): readonly string[] {
    if (this._selector === undefined) return [];
    const certified = namespaces.filter(({ wildcard }) => wildcard).map(({ name }) => name);
    return [...new Set([...this.names ?? [], ...certified, ...others.filter((name) => this._byName(name))])];
  }
}

const DEFAULT_KEY = 'networking.knative.dev/disableWildcardCert';
/** Every namespace has it, written by the API server. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

function checkSome(names: readonly string[]): Problem | undefined {
  if (names.length > 0) return undefined;
  return {
    code: 'KN-PLT-025',
    message: `no namespace is named: ${show(names)}`,
    received: names,
    allowed: 'one name or more',
    fix: "write `WildcardCertificates.forNamespaces('shop')`, for example, or `WildcardCertificates.none()`",
  };
}
