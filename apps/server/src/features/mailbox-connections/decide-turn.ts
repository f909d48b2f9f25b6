import type { Diagnosis, DiagnosisTurn } from "@outrigger/api-contract";

const OPERATORS: readonly string[] = ["registration_fault", "prompt_forces_consent"];

/** Whose turn it is, from what is known; a question that is open leaves it open. */
export function decideTurn({
  causes,
  certainty,
  whoCanFix,
}: Pick<Diagnosis, "causes" | "certainty" | "whoCanFix">): DiagnosisTurn {
  const [first = ""] = causes;
  if (certainty === "ambiguous") return "unsure";
  if (OPERATORS.includes(first)) return "operator";
  if (first === "approval_request_pending") return "reviewers";
  return whoCanFix.length > 0 ? "administrator" : "yourself";
}
