// What filters are measured on, on both sides: events, filters as a trigger has them, and expressions.
const events = Array.from({ length: 100 }, (_, i) => ({
  specversion: '1.0',
  id: `order-${i}`,
  type: `com.example.order.${['created', 'paid', 'shipped'][i % 3]}`,
  source: `/shop/${['eu', 'us'][i % 2]}/${i % 7}`,
  ...(i % 4 === 0 ? {} : { subject: `orders/${i}` }),
  time: '2026-01-31T10:00:00Z',
  datacontenttype: 'application/json',
  region: ['eu-west-1', 'us-east-1'][i % 2],
  ...(i % 5 === 0 ? {} : { amount: String(i) }),
}));

const exact = [
  { exact: { type: 'com.example.order.paid' } },
  { exact: { source: '/shop/eu/0' } },
  { exact: { type: 'com.example.order.created', region: 'eu-west-1' } },
  { exact: { absent: 'x' } },
];

const nested = [
  { all: [{ prefix: { type: 'com.example.' } }, { not: { suffix: { type: '.shipped' } } }] },
  { any: [{ exact: { region: 'us-east-1' } }, { all: [{ exact: { subject: 'orders/5' } }, { prefix: { source: '/shop' } }] }] },
  { not: { any: [{ prefix: { subject: 'orders/1' } }, { not: { exact: { region: 'eu-west-1' } } }] } },
  { all: [{ any: [{ suffix: { type: '.paid' } }, { suffix: { type: '.created' } }] }, { not: { not: { prefix: { source: '/shop/eu' } } } }] },
];

const expressions = [
  "type = 'com.example.order.paid'",
  "type LIKE 'com.example.%.paid' AND region = 'eu-west-1'",
  'EXISTS amount AND amount > 40',
  "EXISTS subject AND (LEFT(subject, 7) = 'orders/' OR subject LIKE '%/1_')",
  "region IN ('eu-west-1', 'eu-central-1') AND NOT (type LIKE '%.shipped')",
  "LOWER(CONCAT(region, '-', type)) = 'us-east-1-com.example.order.created'",
  'EXISTS amount AND INT(amount) % 2 = 0 AND amount + 10 < 60',
];
const cesql = expressions.map((text) => ({ cesql: text }));

module.exports = { events, filters: { exact, nested, cesql }, expressions };
