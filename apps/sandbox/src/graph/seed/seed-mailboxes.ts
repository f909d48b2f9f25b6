import type { SandboxContext } from "../../core/part.ts";

export function seedMailboxes(_context: SandboxContext): void {}
