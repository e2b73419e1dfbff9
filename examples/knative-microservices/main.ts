import { App } from 'cdk8s';
import { KafkaSetup, SideDocuments, VaultSetup } from 'cdk8s-knative';
import { describePlatform } from './platform';
import { describeServices } from './services';

export const app = new App();

describeServices(app, describePlatform(app));

const vault = VaultSetup.of(app);
// Vault runs outside of the cluster, and asks its API server about tokens by this address.
vault.configureKubernetesAuth({ kubernetesHost: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com' });
vault.addBootstrapDocument();
KafkaSetup.of(app).addBootstrapDocuments();
app.synth();
SideDocuments.of(app).write();
