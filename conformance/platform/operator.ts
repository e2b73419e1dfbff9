import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Plane } from '../control-plane/plane';
import { operatorData } from '../control-plane/release';
import { accessTo } from '../judge/planes';
import { programPath } from '../judge/programs';

/** The program ends when its input does, so that it cannot outlive whoever started it. */
const UNTIL_INPUT_ENDS = '"$@" & cat > /dev/null; kill -KILL $!';

/** It asks for hundreds of objects one by one, and holds itself back as in a cluster that others use. */
const IN_A_HURRY = ['--kube-api-qps=1000', '--kube-api-burst=1000'];

/** Knative's operator as a process of this machine. */
export class Operator {
  private readonly logFile: string;
  private child: ChildProcess | undefined;

  /** @param plane one that has its kinds before it starts */
  constructor(private readonly plane: Plane['name'] = 'operator') {
    this.logFile = path.join(path.dirname(accessTo(plane).kubeconfig), 'operator.log');
  }

  public start(): void {
    const { kubeconfig } = accessTo(this.plane);
    const log = fs.openSync(this.logFile, 'a');
    const flags = ['--kubeconfig', kubeconfig, '--disable-ha', ...IN_A_HURRY];
    this.child = spawn('sh', ['-c', UNTIL_INPUT_ENDS, 'sh', programPath('operator'), ...flags], {
      stdio: ['pipe', log, log],
      env: {
        PATH: process.env.PATH, HOME: path.dirname(kubeconfig), SYSTEM_NAMESPACE: 'knative-operator', POD_NAME: 'operator',
        METRICS_DOMAIN: 'knative.dev/operator', CONFIG_LOGGING_NAME: 'config-logging',
        CONFIG_OBSERVABILITY_NAME: 'config-observability', KO_DATA_PATH: operatorData(),
      },
    });
    fs.closeSync(log);
  }

  /** Ends it at once, as a node that fails does. */
  public async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.stdin?.end();
    await closed;
  }

  /** The last that it said. */
  public complaints(): string {
    return fs.readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
  }
}
