/** What a command reads and writes; given as an argument, so that commands run in tests without a process. */
export type CommandIo = {
  /** Standard input to its end, as UTF-8. */
  readInput: () => Promise<string>;
  writeOutput: (text: string) => void;
  writeError: (text: string) => void;
  /** Somebody sits at standard input, so that nothing comes from it by itself. */
  isInputTerminal?: boolean | undefined;
  /** Standard output is a terminal that shows colours, and nobody asked for none (NO_COLOR). */
  hasColours?: boolean | undefined;
};

/** 0 done, 1 failed or nothing found, 2 wrong usage or input. */
export type ExitCode = 0 | 1 | 2;

/** The process's own streams. Input beyond 16 MiB is refused: no case is near that size. */
export const processIo: CommandIo = {
  readInput: async () => {
    process.stdin.setEncoding("utf8");
    let text = "";
    for await (const chunk of process.stdin) {
      text += String(chunk);
      if (text.length > 16 * 1024 * 1024) throw new Error("standard input is longer than 16 MiB");
    }
    return text;
  },
  writeOutput: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  isInputTerminal: process.stdin.isTTY,
  hasColours: process.stdout.isTTY && process.stdout.hasColors(),
};
