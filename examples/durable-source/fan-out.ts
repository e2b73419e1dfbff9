import { App } from 'cdk8s';
import { Channel, SideDocuments, Warnings } from 'cdk8s-knative';
import { helloEvents, helloOrchestrator, knApp } from './orchestrator';

/** Fan-out delivery: the source sends to a channel, and each subscription passes every event to its service. */
export const app = new App();
const chart = knApp(app);

const channel = new Channel(chart, 'hello-channel');
Warnings.of(channel).acknowledge('no-dead-letter-sink', 'both services only print what they get');
helloOrchestrator(chart, channel);
channel.subscribe('hello-events-subscription', { subscriber: helloEvents(chart, 'hello-events') });
channel.subscribe('hello-audit-subscription', { subscriber: helloEvents(chart, 'hello-audit') });

app.synth();
SideDocuments.of(app).write();
