const LOOK_EVERY_MS = 100;

/** Waits for a condition, looking again and again; throws when it does not come true in time. */
export async function waitUntil(
  isTrue: () => Promise<boolean>,
  { seconds = 30 }: { readonly seconds?: number } = {},
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`The condition did not come true within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
