import * as fs from 'node:fs';
import * as path from 'node:path';

/** What the wrapper reads: a call to hold, and text that is in its input. */
interface Held {
  /** Runs in place of kubectl. */
  readonly program: string;
  /** Whether the call came. */
  readonly isHeld: () => boolean;
}

/** A kubectl of which one call does its work and then does not end, until somebody ends it. */
export class HeldKubectl {
  constructor(private readonly folder: string, private readonly kubectl: string) {
    fs.mkdirSync(folder, { recursive: true });
  }

  /** Holds the first call with these arguments and this text in its input. */
  public holdAt(args: string, text: string): Held {
    const program = path.join(this.folder, 'kubectl');
    const reached = path.join(this.folder, 'reached');
    fs.writeFileSync(path.join(this.folder, 'text'), text);
    fs.writeFileSync(program, `#!/bin/sh
case "$*" in
  *'${args}'*) ;;
  *) exec '${this.kubectl}' "$@" ;;
esac
input='${this.folder}'/input.$$
cat > "$input"
'${this.kubectl}' "$@" < "$input" || exit $?
grep -qF -f '${this.folder}/text' "$input" || exit 0
touch '${reached}'
exec sleep 60
`, { mode: 0o755 });
    return { program, isHeld: () => fs.existsSync(reached) };
  }
}
