import {
  CloudEventOverrides, LabelSelectorOperator, SinkBinding, SinkBindingSubject, SubjectKind,
} from '../../lib';
import { EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'sources.knative.dev/v1',
  kind: 'SinkBinding',
  program: (chart) => {
    new SinkBinding(chart, 'by-name', {
      subject: SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'orders'),
      sink: EVERYTHING,
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
    });
    new SinkBinding(chart, 'by-label', {
      subject: SinkBindingSubject.selected(SubjectKind.JOB, {
        matchLabels: { app: 'orders' },
        matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.IN, values: ['batch'] }],
      }),
      sink: EVERYTHING,
    });
  },
  notReached: {
    'spec.subject.namespace': 'always that of the binding, which Knative fills in',
  },
};
