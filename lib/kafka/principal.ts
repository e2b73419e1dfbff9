import { type Problem, show } from '../core';

/** Whom Kafka takes clients for. A wildcard would be everybody. */
export function checkPrincipal(principal: string | undefined): Problem | undefined {
  if (principal === undefined || /^User:(?![*\s]+$)[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u.test(principal)) return undefined;
  return {
    code: 'KN-KFK-029',
    message: `${show(principal)} is no principal of Kafka`,
    received: principal,
    allowed: '`User:` and the name that Kafka knows the client by; a service account on Confluent Cloud',
    fix: `write ${show(/^[\w-]+$/.test(principal) ? `User:${principal}` : 'User:sa-abc123')}, for example`,
  };
}
