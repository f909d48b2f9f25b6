import { z } from "zod";
import type { ConsentChange, GraphWrite } from "./consent-change.ts";
import type { NamedPerson } from "./grant-change.ts";
import { readObject } from "./read-graph-objects.ts";

export interface ConsentWorkflowTarget {
  readonly reviewers: readonly NamedPerson[];
}

const reviewerSchema = z.object({
  query: z.string(),
  queryType: z.string().nullish(),
  queryRoot: z.string().nullish(),
});
const stateSchema = z.object({
  isEnabled: z.boolean(),
  notifyReviewers: z.boolean().nullish(),
  remindersEnabled: z.boolean().nullish(),
  requestDurationInDays: z.number().nullish(),
  reviewers: z.array(reviewerSchema),
});
type State = z.infer<typeof stateSchema>;

const PATH = "/policies/adminConsentRequestPolicy";
const DURATION_DAYS = 30;

/** Switches on that users may ask administrators on Microsoft's own page, and names who answers there. */
export function consentWorkflowChange({ reviewers }: ConsentWorkflowTarget): ConsentChange<State> {
  const isReviewer = (state: State, { id }: NamedPerson): boolean =>
    state.reviewers.some(({ query }) => isSameQuery(query, queryOf(id)));
  const isReached = (state: State): boolean =>
    state.isEnabled && reviewers.every((person) => isReviewer(state, person));
  const expectAfter = (state: State): State => ({
    isEnabled: true,
    // Who reviews already goes on as set up; a workflow that begins now tells its reviewers.
    notifyReviewers: state.isEnabled ? state.notifyReviewers : true,
    remindersEnabled: state.isEnabled ? state.remindersEnabled : true,
    requestDurationInDays: state.requestDurationInDays || DURATION_DAYS,
    reviewers: [
      ...state.reviewers,
      ...reviewers
        .filter((person) => !isReviewer(state, person))
        .map(({ id }) => ({ query: queryOf(id), queryType: "MicrosoftGraph", queryRoot: null })),
    ],
  });
  return {
    stateSchema,
    read: (client) =>
      readObject(client, { operation: "read the approval workflow", url: PATH, schema: stateSchema }),
    plan: (state) => (isReached(state) ? [] : [put(expectAfter(state))]),
    expect: (state) => (isReached(state) ? state : expectAfter(state)),
    isReached,
    describe: (state) => [
      { subject: "Users can request admin consent", value: state.isEnabled ? "Yes" : "No" },
      { subject: "Reviewers", value: nameReviewers(state, reviewers) },
      { subject: "A request expires after", value: `${state.requestDurationInDays ?? DURATION_DAYS} days` },
    ],
    planUndo: ({ before, after, now }) => {
      const kept: string[] = [];
      const had = before.reviewers.map(({ query }) => query);
      const added = after.reviewers.filter(({ query }) => !had.some((known) => isSameQuery(known, query)));
      const left = now.reviewers.filter(({ query }) => !added.some((one) => isSameQuery(one.query, query)));
      if (JSON.stringify(now) !== JSON.stringify(after)) {
        kept.push("Somebody has changed the workflow since: their part stays.");
      }
      // Each setting goes back only where it still stands as we left it.
      const restored: State = {
        isEnabled: now.isEnabled === after.isEnabled ? before.isEnabled : now.isEnabled,
        notifyReviewers: pick(now.notifyReviewers, after.notifyReviewers, before.notifyReviewers),
        remindersEnabled: pick(now.remindersEnabled, after.remindersEnabled, before.remindersEnabled),
        requestDurationInDays: pick(
          now.requestDurationInDays,
          after.requestDurationInDays,
          before.requestDurationInDays,
        ),
        reviewers: left,
      };
      const isSame = JSON.stringify(restored) === JSON.stringify(now);
      return { writes: isSame ? [] : [put(restored)], kept };
    },
  };
}

function pick<T>(now: T, after: T, before: T): T {
  return now === after ? before : now;
}

function queryOf(userId: string): string {
  return `/users/${userId}`;
}

/** Graph gives some queries back with their version in front. */
function isSameQuery(one: string, other: string): boolean {
  const bare = (query: string): string => query.toLowerCase().replace(/^\/?(?:v1\.0|beta)?\//, "");
  return bare(one) === bare(other);
}

function put(state: State): GraphWrite {
  const body = {
    isEnabled: state.isEnabled,
    notifyReviewers: state.notifyReviewers ?? state.isEnabled,
    remindersEnabled: state.remindersEnabled ?? state.isEnabled,
    requestDurationInDays: state.requestDurationInDays || DURATION_DAYS,
    reviewers: state.reviewers.map(({ query, queryType }) => ({
      query,
      queryType: queryType ?? "MicrosoftGraph",
    })),
  };
  return { method: "PUT", path: PATH, body };
}

function nameReviewers(state: State, known: readonly NamedPerson[]): string {
  if (state.reviewers.length === 0) return "Nobody";
  return state.reviewers
    .map(({ query }) => known.find(({ id }) => isSameQuery(query, queryOf(id)))?.displayName ?? query)
    .join(", ");
}
