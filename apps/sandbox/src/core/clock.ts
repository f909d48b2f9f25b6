/** The sandbox's own time: the machine's clock plus what `POST /_sandbox/clock` has added. */
export interface Clock {
  now(): Date;
  /** Moves the clock forward; it never moves back, as tokens and cursors already issued would then lie in the future. */
  advanceSeconds(seconds: number): void;
  offsetSeconds(): number;
  /** The machine's own time. What others check by their clock, such as a token's `nbf`, must not lie ahead of it. */
  machineNow(): Date;
}

export function createClock(initialOffsetSeconds = 0, machineNow: () => number = Date.now): Clock {
  let offsetSeconds = initialOffsetSeconds;
  return {
    now: () => new Date(machineNow() + offsetSeconds * 1000),
    advanceSeconds: (seconds) => {
      offsetSeconds += seconds;
    },
    offsetSeconds: () => offsetSeconds,
    machineNow: () => new Date(machineNow()),
  };
}
