import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { type ErrorCode, type Problem, show } from '../core';

/** Processor time as a quantity; what is none is refused by `checkAmounts`. */
export function textOfCpu(cpu: Cpu | undefined): string | undefined {
  return isCpu(cpu) ? cpu.amount : undefined;
}

/** A size as a quantity; what is none is refused by `checkAmounts`. */
export function textOfSize(size: Size | undefined): string | undefined {
  return isSize(size) ? size.asString() : undefined;
}

/** In JavaScript a program can write the quantity itself, as a manifest has it. */
export function checkAmounts(
  code: ErrorCode, cpus: Readonly<Record<string, Cpu | undefined>>, sizes: Readonly<Record<string, Size | undefined>>,
): Problem[] {
  const wrong = (example: string) => ([name, value]: [string, unknown]): Problem => ({
    code,
    message: `${show(name)} is no amount: ${show(value)}`,
    received: value,
    allowed: `what ${show(example)} makes, for example`,
    fix: `write \`${name}: ${example}\`, for example`,
  });
  const said = (amounts: Readonly<Record<string, unknown>>) =>
    Object.entries(amounts).filter(([, value]) => value !== undefined);
  return [
    ...said(cpus).filter(([, value]) => !isCpu(value)).map(wrong('Cpu.units(8)')),
    ...said(sizes).filter(([, value]) => !isSize(value)).map(wrong('Size.gibibytes(16)')),
  ];
}

/** Programs may have another copy of the classes. */
function isCpu(value: unknown): value is Cpu {
  return typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'string';
}

function isSize(value: unknown): value is Size {
  return typeof value === 'object' && value !== null && 'asString' in value && typeof value.asString === 'function';
}
