import { z } from "zod";

/** The parts of the sandbox that can be told to fail. */
export const faultTargets = ["entra", "graph", "exchange", "salesforce"] as const;
export type FaultTarget = (typeof faultTargets)[number];

export const faultSchema = z.strictObject({
  target: z.enum(faultTargets),
  /** A part of the path that a call must contain to meet the fault; left out: every call of the target. */
  pathContains: z.string().max(200).optional(),
  /** How many calls fail; after that the target works again. */
  times: z.int().min(1).max(100_000).default(1),
  /** HTTP status of the answer; 0 closes the connection without an answer. */
  status: z.int().min(0).max(599).default(503),
  retryAfterSeconds: z.int().min(0).max(3600).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** JSON or text to answer with; left out: the vendor's usual body for that status. */
  body: z.unknown().optional(),
  /** Waits before answering; with `status: 200` the call is only slow, and then carried out. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** The call is carried out and then its answer is lost: the case that makes a replay meet its own write. */
  afterHandling: z.boolean().default(false),
});
export type Fault = z.infer<typeof faultSchema>;

export interface Faults {
  /** Queues a fault; `faults.next('graph', { status: 429, retryAfterSeconds: 30 })`. */
  next(target: FaultTarget, fault: Omit<z.input<typeof faultSchema>, "target">): void;
  /** The fault that this call meets, counted down; undefined lets the call pass. */
  take(target: FaultTarget, path: string): Fault | undefined;
  list(): Fault[];
  clear(): void;
}

export function createFaults(): Faults {
  let pending: Fault[] = [];
  return {
    next: (target, fault) => pending.push(faultSchema.parse({ ...fault, target })),
    take: (target, path) => {
      const found = pending.find(
        (fault) => fault.target === target && (!fault.pathContains || path.includes(fault.pathContains)),
      );
      if (!found) return undefined;
      pending = pending.flatMap((fault) =>
        fault !== found ? [fault] : fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [],
      );
      return found;
    },
    list: () => [...pending],
    clear: () => {
      pending = [];
    },
  };
}
