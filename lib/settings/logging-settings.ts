import { KNATIVE_SERVING, type Problem } from '../core';
import { checkChoices } from './choices';
import { choice, json, type SettingKey, type SettingsMap } from './settings-table';

/** How much a part of an installation logs. */
export enum LoggingLevel {
  DEBUG = 'debug',
  INFO = 'info',
  WARN = 'warn',
  ERROR = 'error',
  DPANIC = 'dpanic',
  PANIC = 'panic',
  FATAL = 'fatal',
}

/** What log lines are. */
export enum LogEncoding {
  JSON = 'json',
  CONSOLE = 'console',
}

/** How the time of a log line is written. */
export enum LogTimeEncoder {
  ISO8601 = 'iso8601',
  RFC3339 = 'rfc3339',
  RFC3339_NANO = 'rfc3339nano',
  MILLIS = 'millis',
  NANOS = 'nanos',
  EPOCH = 'epoch',
}

/** How the level of a log line is written. */
export enum LogLevelEncoder {
  LOWERCASE = 'lowercase',
  CAPITAL = 'capital',
  COLOR = 'color',
  CAPITAL_COLOR = 'capitalColor',
}

/** Names of the fields of a log line, and how their values are written. */
export interface LogEncoderConfig {
  /**
   * Field of the time.
   * @default - as Knative has it
   */
  readonly timeKey?: string;
  /**
   * Field of the level.
   * @default - as Knative has it
   */
  readonly levelKey?: string;
  /**
   * Field of the logger's name.
   * @default - as Knative has it
   */
  readonly nameKey?: string;
  /**
   * Field of the place in the source.
   * @default - as Knative has it
   */
  readonly callerKey?: string;
  /**
   * Field of the message.
   * @default - as Knative has it
   */
  readonly messageKey?: string;
  /**
   * Field of the stack.
   * @default - as Knative has it
   */
  readonly stacktraceKey?: string;
  /**
   * How the time is written.
   * @default - as Knative has it
   */
  readonly timeEncoder?: LogTimeEncoder;
  /**
   * How the level is written.
   * @default - as Knative has it
   */
  readonly levelEncoder?: LogLevelEncoder;
}

/** How all parts of an installation log: what zap, the library that they log with, is configured with. */
export interface ZapLoggerConfig {
  /**
   * How much is logged.
   * @default LoggingLevel.INFO
   */
  readonly level?: LoggingLevel;
  /**
   * Whether warnings have a stack, and what should not happen ends the process.
   * @default false
   */
  readonly development?: boolean;
  /**
   * What lines are.
   * @default LogEncoding.JSON
   */
  readonly encoding?: LogEncoding;
  /**
   * Where lines go.
   * @default - `stdout`
   */
  readonly outputPaths?: readonly string[];
  /**
   * Where errors of the logger itself go.
   * @default - `stderr`
   */
  readonly errorOutputPaths?: readonly string[];
  /**
   * The fields of a line.
   * @default - as Knative has them
   */
  readonly encoderConfig?: LogEncoderConfig;
}

/**
 * How much each part of Serving logs: the ConfigMap `config-logging`. What is none of a key's values is refused with
 * `KN-SET-001`.
 * @see https://knative.dev/docs/serving/observability/logging/config-logging/
 */
export interface LoggingSettings {
  /**
   * How all parts log. But for the level, a change needs restarts (`restartsAfter`).
   * @default - as the release has it
   */
  readonly zapLoggerConfig?: ZapLoggerConfig;
  /**
   * Level of the controller.
   * @default - that of `zapLoggerConfig`
   */
  readonly controller?: LoggingLevel;
  /**
   * Level of the autoscaler.
   * @default - that of `zapLoggerConfig`
   */
  readonly autoscaler?: LoggingLevel;
  /**
   * Level of the queue-proxy; pods that run keep theirs.
   * @default - that of `zapLoggerConfig`
   */
  readonly queueproxy?: LoggingLevel;
  /**
   * Level of the webhook.
   * @default - that of `zapLoggerConfig`
   */
  readonly webhook?: LoggingLevel;
  /**
   * Level of the activator.
   * @default - that of `zapLoggerConfig`
   */
  readonly activator?: LoggingLevel;
  /**
   * Level of the autoscaler for the class HPA.
   * @default - that of `zapLoggerConfig`
   */
  readonly hpaautoscaler?: LoggingLevel;
  /**
   * Level of the controller for Istio.
   * @default - that of `zapLoggerConfig`
   */
  readonly netIstioController?: LoggingLevel;
  /**
   * Level of the controller for Contour.
   * @default - that of `zapLoggerConfig`
   */
  readonly netContourController?: LoggingLevel;
  /**
   * Level of the controller for Kourier.
   * @default - that of `zapLoggerConfig`
   */
  readonly netKourierController?: LoggingLevel;
  /**
   * Level of the controller for the Gateway API.
   * @default - that of `zapLoggerConfig`
   */
  readonly netGatewayApiController?: LoggingLevel;
}

/** Follows logging/config.go of knative.dev/pkg: levels are live, the rest is read when a part starts. */
export const LOGGING: SettingsMap<LoggingSettings> = {
  configMap: 'config-logging',
  namespace: KNATIVE_SERVING,
  keys: {
    zapLoggerConfig: zapLogger(['activator', 'autoscaler', 'autoscaler-hpa', 'controller', 'webhook']),
    controller: logLevel('controller'),
    autoscaler: logLevel('autoscaler'),
    queueproxy: logLevel('queueproxy'),
    webhook: logLevel('webhook'),
    activator: logLevel('activator'),
    hpaautoscaler: logLevel('hpaautoscaler'),
    netIstioController: logLevel('net-istio-controller'),
    netContourController: logLevel('net-contour-controller'),
    netKourierController: logLevel('net-kourier-controller'),
    netGatewayApiController: logLevel('net-gateway-api-controller'),
  },
};

/** The level of a part of an installation. */
export function logLevel(component: string): SettingKey<LoggingLevel> {
  return choice(`loglevel.${component}`, LoggingLevel);
}

/**
 * The configuration of the logger. Of a text that zap cannot read, no part says anything but in its own log, and all
 * log as they would without.
 */
export function zapLogger(restarts: readonly string[]): SettingKey<ZapLoggerConfig> {
  return {
    ...json('zap-logger-config', (value: ZapLoggerConfig) => value, checkZap),
    restarts,
    restartsWhen: (before, after) => withoutLevel(before) !== withoutLevel(after),
  };
}

function checkZap(value: ZapLoggerConfig, field: string): Problem | undefined {
  const { level, encoding, encoderConfig } = value;
  return checkChoices(field, [
    ['level', level, LoggingLevel], ['encoding', encoding, LogEncoding],
    ['timeEncoder', encoderConfig?.timeEncoder, LogTimeEncoder], ['levelEncoder', encoderConfig?.levelEncoder, LogLevelEncoder],
  ]);
}

function withoutLevel(text: string | undefined): string | undefined {
  return text?.replace(/"level":\s*"[^"]*",?/, '');
}
