/** How Argo CD and Flux apply an app in the order of its steps. */
export * from './gitops';
export * from './gitops-props';
