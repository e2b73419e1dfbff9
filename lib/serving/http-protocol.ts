/** What the address of a service does with plain HTTP. */
export enum HttpProtocol {
  /** Plain HTTP is served. */
  ENABLED = 'enabled',
  /** Plain HTTP is redirected to HTTPS. */
  REDIRECTED = 'redirected',
}
