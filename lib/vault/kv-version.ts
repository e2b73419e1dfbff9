/** Version of a key/value mount: it decides how a secret is addressed and how its values are wrapped. */
export enum KvVersion {
  /** No history; a secret is read at the path by which people name it. */
  V1 = 1,
  /** With history; the API reads a secret below `data/`, which this library puts in. */
  V2 = 2,
}
