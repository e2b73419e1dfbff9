/** What a command ends with; scripts tell outcomes apart by it, so that a number never gets another meaning. */
export enum ExitCode {
  /** What was asked for is so. */
  OK = 0,
  /** The cluster differs from the manifests; only said where differences were asked for. */
  DIFFERENT = 1,
  /** Wrong usage, bad input, or anything else that has a code. */
  ERROR = 2,
  /** The cluster refused an object. */
  REFUSED = 3,
  /** Nothing was refused, but not everything could be checked. */
  UNCHECKED = 4,
  /** Another field manager owns a field. */
  CONFLICT = 5,
  /** Something did not become ready in time. */
  TIMEOUT = 6,
  /** The cluster, or the server with the files, does not answer. */
  UNREACHABLE = 7,
  /** Another run is at work on the same cluster or folder. */
  BUSY = 8,
  /** There is no `kubectl` that runs. */
  NO_KUBECTL = 9,
  /** The context is not named where it must be, or there is none of the name. */
  WRONG_CONTEXT = 10,
  /** The cluster does not know the user, or the user may not do it. */
  FORBIDDEN = 11,
  /** Ctrl-C, or a signal that asks for an end. */
  INTERRUPTED = 130,
}
