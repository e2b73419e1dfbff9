import * as path from 'node:path';
import type { KnativeVersion } from '../../lib';
import type { ChartsOptions } from '../../lib/pulumi';
import type { Program } from '../generated/program';
import type { ShopLayout } from './stack-programs';
import type * as programs from './stack-programs';
import type { StackProgram } from './stack';

type Load = Parameters<StackProgram['run']>[0];

const own = (load: Load) => load('./stack-programs') as typeof programs;

/** A shop, whose charts and constructs are laid out in some way. */
export function shopProgram(options: ChartsOptions = {}, layout: ShopLayout = {}): StackProgram {
  return { name: 'shop', run: (load) => own(load).shop(options, layout) };
}

/** Knative from the files of its releases. */
export function releasedProgram(
  releases: string, version: KnativeVersion, upgradingFrom?: KnativeVersion,
): StackProgram {
  return { name: 'released', run: (load) => own(load).released(releases, version, upgradingFrom) };
}

/** Generated programs in one stack. */
export function generatedProgram(all: readonly Program[]): StackProgram {
  return { name: 'generated', run: (load) => own(load).generated(all, {}) };
}

/** An example of this repository, as it is. */
export function example(name: string, options: Omit<StackProgram, 'name' | 'run'> = {}): StackProgram {
  return { ...options, name, run: (load) => load(path.join('..', '..', 'examples', 'pulumi', name, 'index')) };
}

/** The same in a folder, where it looks for what was vendored. */
export function exampleIn(folder: string, program: StackProgram): StackProgram {
  return {
    ...program,
    run: (load) => {
      const before = process.cwd();
      process.chdir(folder);
      try {
        return program.run(load);
      } finally {
        process.chdir(before);
      }
    },
  };
}
