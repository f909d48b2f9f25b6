#!/usr/bin/env node
const [major] = process.versions.node.split(".");

// Older Nodes cannot run TypeScript as it stands; npm scripts bring their own Node where the machine's is older.
if (Number(major) < 24) {
  process.stderr.write(
    `Outrigger needs Node 24 or newer and this is ${process.versions.node}: use \`npm start\`, or \`npm exec outrigger -- <command>\`.\n`,
  );
  process.exit(1);
}
await import("../src/cli.ts");
