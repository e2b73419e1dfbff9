import {
  DNS_1035_LABEL, DNS_1123_SUBDOMAIN, follows, type NameRule, type Problem, propose, show,
} from '../core';

const SUFFIX = '-kn-channel';
const LONGEST = DNS_1035_LABEL.maxLength - SUFFIX.length;

/** The Service of a channel is named after it; for a longer name it would be hashed, or refused by Kubernetes. */
const CHANNEL_NAME: NameRule = {
  pattern: DNS_1035_LABEL.pattern,
  maxLength: LONGEST,
  text: `lower-case letters, digits and dashes, a letter first, no dash last, at most ${LONGEST} characters`,
};

/**
 * Name of the Service of a channel; channels of all kinds follow the same pattern.
 * @internal
 */
export function channelService(name: string): string {
  return `${name}${SUFFIX}`;
}

/** @internal */
export function checkChannelName(name: string): Problem | undefined {
  // A name that is wrong for every kind is refused already.
  if (!follows(DNS_1123_SUBDOMAIN, name) || follows(CHANNEL_NAME, name)) return undefined;
  return {
    code: 'KN-CHN-001',
    message: `the channel ${show(name)} needs a Service ${show(channelService(name))}, which is no name for one`,
    received: name,
    allowed: CHANNEL_NAME.text,
    fix: `write the id ${show(propose(CHANNEL_NAME, name))}, or set \`metadata.name\``,
  };
}
