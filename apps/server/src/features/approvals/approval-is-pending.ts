import type { Approval } from "@outrigger/storage";

/** Somebody may still decide it. */
export function isPending({ state }: Pick<Approval, "state">): boolean {
  return state === "open" || state === "verifying";
}
