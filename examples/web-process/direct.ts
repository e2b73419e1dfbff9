import { App } from 'cdk8s';
import { SideDocuments } from 'cdk8s-knative';
import { functions } from './functions';

/** First stage of the article: what `web` sends goes straight to `process`. */
export const app = new App();
const { web, process } = functions(app);

web.bindTo(process, 'sink-web');

app.synth();
SideDocuments.of(app).write();
