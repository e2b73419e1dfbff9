import { type Problem, show } from '../core';
import type { PolicyRule } from './policy';

const OPENS = /^(if|with|range|define|block)\b/;
const CALL = /\b(secrets?|pkiCert)\s+(?:"([^"\\]+)"|`([^`]+)`)(\s+["`$(])?/g;

/** The marks that a template has around its actions. */
export interface Delimiters {
  readonly left: string;
  readonly right: string;
}

/** The delimiters of Go templates. */
export const DEFAULT_DELIMITERS: Delimiters = { left: '{{', right: '}}' };

/**
 * Checks a template that a program brings along for what would keep the agent from starting: actions that do not end,
 * blocks without `end`, and no text at all, which the injector takes for no template. Whether functions and fields
 * exist is seen by the agent only.
 */
export function checkTemplateText(text: string, delimiters: Delimiters): Problem | undefined {
  if (typeof text !== 'string' || text.trim() === '') return broken(text, 'the template is empty');
  const actions = actionsOf(text, delimiters);
  if (typeof actions === 'string') return broken(text, actions);
  let depth = 0;
  for (const action of actions) {
    if (OPENS.test(action)) depth += 1;
    if (/^end\b/.test(action)) depth -= 1;
    if (depth < 0) return broken(text, 'the template has an `end` too many');
  }
  return depth === 0 ? undefined : broken(text, `the template lacks ${depth} of its ${show('end')}`);
}

/** What a template asks Vault for, as far as its paths are written out. */
export function rulesOfTemplate(text: string, delimiters: Delimiters): PolicyRule[] {
  const actions = actionsOf(text, delimiters);
  if (typeof actions === 'string') return [];
  const code = actions.filter((action) => !action.startsWith('/*'));
  return code.flatMap((action) => [...action.matchAll(CALL)]).map(([, call, quoted, raw, argument]) => {
    const path = (quoted ?? raw ?? '').replace(/\?.*$/, '').replace(/^\/+|\/+$/g, '');
    if (call === 'secrets') return { path, capabilities: ['list'] };
    // With arguments the call writes, as certificates are made.
    const writes = call === 'pkiCert' || argument !== undefined;
    return { path, capabilities: writes ? ['create', 'update'] : ['read'] };
  });
}

/** The insides of all actions, or what is wrong with them. Follows `lexInsideAction` of Go's text/template/parse. */
function actionsOf(text: string, { left, right }: Delimiters): string[] | string {
  const actions: string[] = [];
  for (let at = text.indexOf(left); at >= 0; at = text.indexOf(left, at)) {
    const start = at + left.length;
    const end = endOfAction(text, start, right);
    if (end < 0) return `the action ${show(text.slice(at, at + 40))} of the template does not end`;
    const inside = text.slice(start, end).replace(/^- /, '').replace(/\s-$/, '').trim();
    if (inside === '') return 'the template has an empty action';
    actions.push(inside);
    at = end + right.length;
  }
  return actions;
}

function endOfAction(text: string, start: number, right: string): number {
  if (/^(- )?\/\*/.test(text.slice(start, start + 4))) {
    const close = text.indexOf('*/', start);
    return close < 0 ? -1 : text.indexOf(right, close);
  }
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith(right, at)) return at;
    const quote = text[at];
    if (quote !== '"' && quote !== '`' && quote !== "'") continue;
    const close = endOfQuote(text, at, quote);
    if (close < 0) return -1;
    at = close;
  }
  return -1;
}

function endOfQuote(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === quote) return at;
    if (quote === '`') continue;
    if (text[at] === '\n') return -1;
    if (text[at] === '\\') at += 1;
  }
  return -1;
}

function broken(text: string, message: string): Problem {
  return {
    code: 'KN-VLT-009',
    message,
    received: text,
    allowed: 'a Go template whose actions and blocks are closed',
    fix: 'write each `{{ with }}`, `{{ range }}` and `{{ if }}` with its `{{ end }}`, or use `VaultSecret.envFile`',
  };
}
