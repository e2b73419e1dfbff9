import { checkChoice, KNATIVE_EVENTING, type Problem, show } from '../core';
import { type SettingKey, type SettingsMap, STATEFUL_SET } from './settings-table';

/** How much the data planes of Kafka write. */
export enum KafkaLogLevel {
  TRACE = 'TRACE',
  DEBUG = 'DEBUG',
  INFO = 'INFO',
  WARN = 'WARN',
  ERROR = 'ERROR',
  OFF = 'OFF',
}

/** What the data planes of Kafka write to their logs. */
export interface KafkaLogLevels {
  /**
   * From which level on lines are written.
   * @default KafkaLogLevel.INFO
   */
  readonly level?: KafkaLogLevel;
  /**
   * Levels of single packages and classes of Java, by their names: `org.apache.kafka`.
   * @default - none
   */
  readonly loggers?: Readonly<Record<string, KafkaLogLevel>>;
}

/** Logs of the data planes of Kafka: the ConfigMap `kafka-config-logging`. */
export interface KafkaLoggingSettings {
  /**
   * What is written. At `DEBUG` and below there are parts of events in it. Other levels, and names that Java does not
   * have, are refused with `KN-SET-001`. A change needs restarts of the data planes.
   * @default - lines from `INFO` on
   */
  readonly levels?: KafkaLogLevels;
}

/** Pods that read a file of theirs when they start. */
const WHO_LOG = ['broker', 'channel', 'sink', 'source'].flatMap((plane) => [
  ...plane === 'source' ? [] : [`kafka-${plane}-receiver`],
  ...plane === 'sink' ? [] : [`${STATEFUL_SET}kafka-${plane}-dispatcher`],
]);

/** Follows control-plane/config/eventing-kafka-broker/200-controller/100-config-logging.yaml, in logback's language. */
export const KAFKA_LOGGING: SettingsMap<KafkaLoggingSettings> = {
  configMap: 'kafka-config-logging',
  namespace: KNATIVE_EVENTING,
  keys: { levels: { ...logback('config.xml'), restarts: WHO_LOG } },
};

const LOGGER = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

function logback(key: string): SettingKey<KafkaLogLevels> {
  return { key, render: renderLogback, check: checkLevels };
}

function renderLogback({ level = KafkaLogLevel.INFO, loggers = {} }: KafkaLogLevels): string {
  return [
    '<configuration>',
    '  <appender name="jsonConsoleAppender" class="ch.qos.logback.core.ConsoleAppender">',
    '    <encoder class="net.logstash.logback.encoder.LogstashEncoder"/>',
    '  </appender>',
    '  <appender name="async" class="ch.qos.logback.classic.AsyncAppender">',
    '    <appender-ref ref="jsonConsoleAppender"/>',
    '    <neverBlock>true</neverBlock>',
    '    <maxFlushTime>1000</maxFlushTime>',
    '  </appender>',
    ...Object.entries(loggers).map(([name, own]) => `  <logger name="${name}" level="${own}"/>`),
    `  <root level="${level}">`,
    '    <appender-ref ref="async"/>',
    '  </root>',
    '</configuration>',
    '',
  ].join('\n');
}

function checkLevels({ level, loggers = {} }: KafkaLogLevels, field: string): Problem | undefined {
  const wrong = Object.keys(loggers).find((name) => !LOGGER.test(name));
  if (wrong !== undefined) {
    return {
      code: 'KN-SET-001',
      message: `${show(wrong)} is no logger of ${field}`,
      received: wrong,
      allowed: 'names of packages and classes of Java',
      fix: 'write `org.apache.kafka`, for example',
    };
  }
  return [level, ...Object.values(loggers)]
    .map((each) => checkChoice('KN-SET-001', `a level of ${field}`, each, KafkaLogLevel))
    .find((problem) => problem !== undefined);
}
