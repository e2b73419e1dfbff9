import { App } from 'cdk8s';
import { SideDocuments } from 'cdk8s-knative';
import { helloEvents, helloOrchestrator, knApp } from './orchestrator';

/** Direct delivery: the source sends to one service. */
export const app = new App();
const chart = knApp(app);

helloOrchestrator(chart, helloEvents(chart, 'hello-events'));

app.synth();
SideDocuments.of(app).write();
