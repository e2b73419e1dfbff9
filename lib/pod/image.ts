import { asAddress, checkCredentials, isLateText, type Problem, show } from '../core';

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const REGISTRY = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * What nearly all programs write: a reference with a tag, and nothing that one of the rules below finds fault with.
 * Every service pays for the rules otherwise.
 */
const WORD = '[a-z0-9]+(?:[._-][a-z0-9]+)*';
const PLAIN = new RegExp(`^(?:[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]+)?/(?:${WORD}/){0,4})?`
  + '[a-z0-9]{2,32}(?:[._-][a-z0-9]{1,32}){0,4}:[a-z0-9][a-z0-9._-]{0,63}$');
const NO_VERSION = /:(?:latest|undefined|null)$/;

/** The parts of an image reference. */
interface ImageParts {
  readonly registry: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Checks an image reference: that Serving parses it (go-containerregistry's `name.ParseReference`, used in
 * k8s_validation.go) and that the kubelet does (distribution's reference grammar).
 * @internal
 */
export function checkImage(image: string): Problem | undefined {
  return isPlain(image) ? undefined : checkByRules(image);
}

/** @internal */
export function checkByRules(image: string): Problem | undefined {
  const secret = typeof image === 'string' ? checkImageAddress('the image', image) : undefined;
  if (secret !== undefined) return secret;
  const [message, fix] = typeof image === 'string' ? faultOf(image) : ['is no text', EXAMPLE];
  if (message === undefined) return undefined;
  return {
    code: 'KN-POD-001',
    message: `the image ${show(image)} ${message}`,
    received: image,
    allowed: '`[registry/]path[:tag][@sha256:digest]`, the path in lower case and two characters or longer',
    fix: fix ?? EXAMPLE,
  };
}

/**
 * Checks that no credential stands in what may be an image: its text is in no message then.
 * @internal
 */
export function checkImageAddress(what: string, image: string): Problem | undefined {
  const withoutDigest = withoutLateDigest(image).replace(/@sha\d+:[^@/]*/gi, '');
  return checkCredentials(what, withoutDigest, 'KN-POD-001', 'leave it out, and name a Secret in `imagePullSecrets`');
}

/** A digest may be known to the deployment only, and then stands at the end, whole. */
function withoutLateDigest(image: string): string {
  const at = image.lastIndexOf('@');
  return at >= 0 && isLateText(image) && asAddress(image.slice(at)) === '@late' ? image.slice(0, at) : image;
}

/**
 * What may surprise with an image that is valid, or nothing.
 * @internal
 */
export function imageWarning(image: string): string | undefined {
  return isPlain(image) ? undefined : warningByRules(image);
}

/** @internal */
export function warningByRules(image: string): string | undefined {
  const { tag, digest } = split(image);
  if (digest !== undefined || (tag !== undefined && tag !== 'latest')) return undefined;
  return `the image ${show(image)} names no version, so what runs depends on the day it was deployed: write a tag `
    + 'such as `:1.4.2`, or a digest';
}

/** @internal */
export function isPlain(image: string): boolean {
  return typeof image === 'string' && image.length <= 200 && PLAIN.test(image) && !NO_VERSION.test(image);
}

const EXAMPLE = 'write a reference such as `ghcr.io/example/orders:1.4.2`';

/** What is wrong with a reference, and how to mend it. */
function faultOf(image: string): [string?, string?] {
  if (image.trim() === '') return ['is empty'];
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(image)?.[0];
  if (scheme !== undefined) {
    return [`has the scheme ${show(scheme)}`, `write it without: ${show(image.slice(scheme.length))}`];
  }
  if (/\$[({]|\{\{|<[^>]*>/.test(image)) return ['holds a placeholder', 'write the image that runs'];
  const { registry, path, tag, digest } = split(image);
  if (digest !== undefined && !DIGEST.test(digest)) return ['has no digest of the form `sha256:` and 64 hex digits'];
  if (tag === '') return ['has an empty tag', 'write the tag, or leave the colon out'];
  if (tag !== undefined && !TAG.test(tag)) {
    return [`has the tag ${show(tag)}, which is none`, 'write letters, digits, `_`, `.`, `-`, at most 128 of them'];
  }
  if (tag === 'undefined' || tag === 'null') return [`has the tag ${show(tag)}, as templates write it where a value is missing`];
  if (registry !== '' && !REGISTRY.test(registry)) return [`has the registry ${show(registry)}, which is no host`];
  return faultOfPath(path);
}

function faultOfPath(path: string): [string?, string?] {
  if (path !== path.toLowerCase()) return ['has capitals in its path', `write ${show(path.toLowerCase())} there`];
  if (!PATH.test(path)) return [`has the path ${show(path)}, which no registry serves`];
  if (path.length < 2 || path.length > 255) return ['has a path that is shorter than 2 or longer than 255 characters'];
  if (/^[a-f0-9]{64}$/.test(path)) return ['is an image id', 'write the name of the image'];
  return [];
}

function split(image: string): ImageParts {
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(':');
  // A colon before the last slash belongs to the port of the registry.
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : undefined;
  const base = tagged ? named.slice(0, colon) : named;
  const slash = base.indexOf('/');
  const first = base.slice(0, Math.max(slash, 0));
  const hasRegistry = slash >= 0 && (/[.:]/.test(first) || first === 'localhost');
  return hasRegistry
    ? { registry: first, path: base.slice(slash + 1), tag, digest }
    : { registry: '', path: base, tag, digest };
}
