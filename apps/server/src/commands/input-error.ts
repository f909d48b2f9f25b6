/** The caller's fault, told in one line; exit code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The vendor, the network or the person stopped it, told in one line; exit code 1. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}
