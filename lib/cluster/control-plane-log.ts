/**
 * A log of the control plane.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
 */
export enum ControlPlaneLog {
  API = 'api',
  AUDIT = 'audit',
  AUTHENTICATOR = 'authenticator',
  CONTROLLER_MANAGER = 'controllerManager',
  SCHEDULER = 'scheduler',
}
