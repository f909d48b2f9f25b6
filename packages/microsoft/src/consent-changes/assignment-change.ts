import { z } from "zod";
import type { GraphClient } from "../graph-client.ts";
import type { ConsentChange, GraphWrite } from "./consent-change.ts";
import type { NamedPerson } from "./grant-change.ts";
import { readList, readObject } from "./read-graph-objects.ts";

export interface AssignmentTarget {
  readonly appId: string;
  readonly people: readonly NamedPerson[];
}

const assignmentSchema = z.object({ id: z.string(), principalId: z.string() });
const principalSchema = z.object({ id: z.string(), appRoleAssignmentRequired: z.boolean() });
const stateSchema = z.object({
  id: z.string(),
  isRequired: z.boolean(),
  /** Assignments of the people in question. */
  assignments: z.array(assignmentSchema),
});
type State = z.infer<typeof stateSchema>;

/** Default access, where an app has no roles of its own (resources/approleassignment). */
const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

/** Lets chosen people use the app where assignment is required. */
export function assignmentChange(target: AssignmentTarget): ConsentChange<State> {
  const isAssigned = (state: State, { id }: NamedPerson): boolean =>
    state.assignments.some(({ principalId }) => principalId === id);
  const path = (state: State): string => `/servicePrincipals/${state.id}/appRoleAssignedTo`;
  return {
    stateSchema,
    read: (client) => read(client, target),
    plan: (state) =>
      target.people
        .filter((person) => !isAssigned(state, person))
        .map(({ id }) => ({
          method: "POST",
          path: path(state),
          body: { principalId: id, resourceId: state.id, appRoleId: DEFAULT_ACCESS },
        })),
    expect: (state) => ({
      ...state,
      assignments: target.people.map(({ id }) => ({
        id: state.assignments.find(({ principalId }) => principalId === id)?.id ?? "",
        principalId: id,
      })),
    }),
    isReached: (state) => target.people.every((person) => isAssigned(state, person)),
    describe: (state) => [
      { subject: "Assignment required", value: state.isRequired ? "Yes" : "No: everybody may sign in" },
      ...target.people.map((person) => ({
        subject: person.displayName,
        value: isAssigned(state, person) ? "Assigned" : "Not assigned",
      })),
    ],
    planUndo: ({ before, after, now }) => {
      const had = new Set(before.assignments.map(({ principalId }) => principalId));
      const added = after.assignments.filter(({ principalId }) => !had.has(principalId));
      const present = added.flatMap(({ principalId }) =>
        now.assignments.filter((assignment) => assignment.principalId === principalId),
      );
      const writes = present.map(({ id }): GraphWrite => ({
        method: "DELETE",
        path: `${path(now)}/${encodeURIComponent(id)}`,
      }));
      const goneCount = added.length - present.length;
      const kept =
        goneCount > 0 ? [`${goneCount} of the assignments had been removed by somebody already.`] : [];
      return { writes, kept };
    },
  };
}

async function read(client: GraphClient, { appId, people }: AssignmentTarget): Promise<State> {
  const { id, appRoleAssignmentRequired } = await readObject(client, {
    operation: "read the application",
    url: `/servicePrincipals(appId='${encodeURIComponent(appId)}')?$select=id,appRoleAssignmentRequired`,
    schema: principalSchema,
  });
  const all = await readList(client, {
    operation: "read who is assigned",
    url: `/servicePrincipals/${id}/appRoleAssignedTo`,
    schema: assignmentSchema,
  });
  const wanted = new Set(people.map((person) => person.id));
  const assignments = all.filter(({ principalId }) => wanted.has(principalId));
  return { id, isRequired: appRoleAssignmentRequired, assignments };
}
