import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Compressed JavaScript that the pane may load before its first card, without Office.js. */
const BUDGET_BYTES = 120_000;

interface LoadedChunk {
  fileName: string;
  code: string;
  /** File names of the chunks that it imports at once, not on demand. */
  imports: readonly string[];
}

/** Sizes, compressed as a server would, of a chunk and all that comes with it. */
export function measureFirstLoad(
  entry: LoadedChunk,
  chunks: ReadonlyMap<string, LoadedChunk>,
): { fileName: string; bytes: number }[] {
  const wanted = new Set([entry.fileName]);
  // A set gives what is added while it is walked.
  for (const fileName of wanted) {
    for (const imported of chunks.get(fileName)?.imports ?? []) wanted.add(imported);
  }
  return [...wanted].map((fileName) => ({
    fileName,
    bytes: gzipSync(chunks.get(fileName)?.code ?? "", { level: 9 }).length,
  }));
}

/** Fails the build when the task pane's page needs more than the budget before it can show anything. */
export function firstLoadBudget(): Plugin {
  return {
    name: "first-load-budget",
    writeBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const entry = chunks.find(
        ({ isEntry, facadeModuleId }) => isEntry && facadeModuleId?.endsWith("index.html"),
      );
      if (!entry) this.error("The task pane's entry is missing from the build: nothing was measured.");
      const sizes = measureFirstLoad(entry, new Map(chunks.map((chunk) => [chunk.fileName, chunk])));
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
      const list = sizes.map(({ fileName, bytes }) => `${fileName} ${bytes}`).join(", ");
      const sentence = `Before the first card: ${total} of ${BUDGET_BYTES} bytes compressed (${list}).`;
      if (total > BUDGET_BYTES) this.error(`${sentence} Load on demand what the first card does not need.`);
      this.info(sentence);
    },
  };
}
