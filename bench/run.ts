import { measureConsentDecide } from "./consent-decide.ts";
import { measureSyncCalls } from "./sync-calls.ts";

/** `npm run bench`: counts, and ratios within this run. What each means stands in README.md beside this file. */
type Row = readonly [figure: string, value: string];

async function describeSync(): Promise<Row[]> {
  const calls = await measureSyncCalls({ hasKeyField: true });
  const withoutKeyField = await measureSyncCalls({ hasKeyField: false });
  const { salesforce, graph } = calls.idleCalls;
  return [
    ["mails saved", String(calls.savedCount)],
    ["Salesforce calls per 1,000 mails", String(calls.salesforceCalls)],
    ["  in an org without the key field", String(withoutKeyField.salesforceCalls)],
    ["Graph calls per 1,000 mails", String(calls.graphCalls)],
    ["naive Salesforce calls for one of ours", calls.salesforceRatioToNaive.toFixed(0)],
    ["calls of a round without news (Salesforce + Graph)", `${salesforce} + ${graph}`],
    ["share of the round spent waiting for vendors", `${(calls.waitingShare * 100).toFixed(0)} %`],
    ...calls.callsByPath.map(([call, count]): Row => [`  ${shorten(call)}`, String(count)]),
  ];
}

function describeConsent(): Row[] {
  const speed = measureConsentDecide();
  return [
    [
      "cases (mean size, outcomes)",
      `${speed.caseCount} (${(speed.caseBytesMean / 1000).toFixed(1)} kB, ${speed.outcomeCount})`,
    ],
    ["decisions in the time of one JSON.parse", speed.decisionsPerParse.toFixed(2)],
    ["  by the middle round", speed.decisionsPerParseMedian.toFixed(2)],
  ];
}

/** Folder ids and delta links are long and say nothing. */
function shorten(call: string): string {
  return call.replace(/\/(salesforce\/services\/data\/v\d+\.0|graph\/v1\.0)/, "");
}

function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(([figure]) => figure.length));
  console.log(`\n${title}`);
  for (const [figure, value] of rows) console.log(`  ${figure.padEnd(width)}  ${value}`);
}

printTable("sync-calls: a first round over 1,000 mails of 600 customers", await describeSync());
printTable("consent-decide: generated cases", describeConsent());
