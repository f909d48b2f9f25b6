import type { ConsentCase } from "./consent-case.ts";
import type { ResolvedDecideOptions } from "./decide-options.ts";
import type { Blocker, BlockerCode } from "./decision.ts";
import { judgeCase } from "./judge-case.ts";
import { resolveRequest, type ResolvedRequest } from "./resolve-request.ts";

/** What a remedy is worked out from. */
export type RemedyContext = {
  input: ConsentCase;
  request: ResolvedRequest;
  blockers: readonly Blocker[];
  options: ResolvedDecideOptions;
  /** Of the wanted codes, those that are reported. */
  reported: (codes: readonly BlockerCode[]) => BlockerCode[];
  /** Of the wanted codes, those that are reported and gone once the case is changed like this. */
  removedBy: (codes: readonly BlockerCode[], changed: ConsentCase) => BlockerCode[];
};

export function openRemedyContext(
  input: ConsentCase,
  judged: Pick<RemedyContext, "request" | "blockers" | "options">,
): RemedyContext {
  const codes = judged.blockers.map((blocker) => blocker.code);
  const reported: RemedyContext["reported"] = (wanted) => codes.filter((code) => wanted.includes(code));
  return {
    ...judged,
    input,
    reported,
    removedBy(wanted, changed) {
      const left = judgeCase(changed, resolveRequest(changed), judged.options).blockers;
      return reported(wanted).filter((code) => !left.some((blocker) => blocker.code === code));
    },
  };
}
