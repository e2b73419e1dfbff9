import { Duration } from 'cdk8s';
import { Backoff, Delivery, Sink } from '../../lib';

/** A certificate of nobody's. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBUTCCAQOgAwIBAgIULgYUlyxCP3vbn7KwCJJa8+6J6lYwBQYDK2VwMB0xGzAZ
BgNVBAMMEmV2ZW50cy5leGFtcGxlLmNvbTAgFw0yNjExMjEwODAxMDFaGA8yMTI2
MTAyODA4MDEwMVowHTEbMBkGA1UEAwwSZXZlbnRzLmV4YW1wbGUuY29tMCowBQYD
K2VwAyEA2ECRlXfB1E14YPzEW6M5W4IJC5YYDDntwNBTkpaz2ZGjUzBRMB0GA1Ud
DgQWBBTvIu3ZMhoz6b8OlSvWopUArwNH0zAfBgNVHSMEGDAWgBTvIu3ZMhoz6b8O
lSvWopUArwNH0zAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBAEaAaTmaB3jEYw+n
taRsWttwwK/Rfud7TTFrTmK2dsfrD5dlsbPPmAUmopxX7iJSjPSOwArs6wP2RJwY
t7BF/gI=
-----END CERTIFICATE-----
`;

const SERVICE = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders', namespace: 'billing' };

/** A receiver that has every field of a destination: an object of another namespace, a path, a CA and an audience. */
export const EVERYTHING = Sink.reference(SERVICE, {
  path: '/inbox', caCerts: CERTIFICATE, audience: 'orders',
});

/** A delivery that has every field that all consumers take. */
export const DELIVERY = Delivery.retry(5, {
  backoff: Backoff.exponential(Duration.millis(200)), timeout: Duration.seconds(10),
  retryAfterMax: Duration.seconds(60), deadLetterSink: EVERYTHING,
});

/** What every kind of channel keeps of its subscriptions. */
export const SUBSCRIBERS_MANAGED = { 'spec.subscribers': 'managed by Knative: written for each Subscription' };
