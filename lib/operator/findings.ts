import type { Problem } from '../core';
import type { LostSetting } from './contract';

/** What the steps have to say about a spec: what is wrong with it, and what of it found nothing to change. */
export class Findings {
  private readonly open = new Map<string, LostSetting>();
  private readonly wrong: Problem[] = [];

  /** Something that has to be found, and what is said if it never is. */
  public expect(what: string, id: string, message: string): void {
    this.open.set(what, { id, message });
  }

  /** It was found. */
  public met(what: string): void {
    this.open.delete(what);
  }

  public refuse(problem: Problem): void {
    this.wrong.push(problem);
  }

  public get problems(): readonly Problem[] {
    return this.wrong;
  }

  public get lost(): readonly LostSetting[] {
    return [...this.open.values()];
  }
}
