import { z } from "zod";
import type { ConsentChange } from "./consent-change.ts";
import { readObject } from "./read-graph-objects.ts";

const stateSchema = z.object({ id: z.string(), accountEnabled: z.boolean() });
type State = z.infer<typeof stateSchema>;

/** Lets people sign in to the app again (`accountEnabled` of its service principal). */
export function enableAppChange({ appId }: { readonly appId: string }): ConsentChange<State> {
  const write = (state: State, accountEnabled: boolean) =>
    ({ method: "PATCH", path: `/servicePrincipals/${state.id}`, body: { accountEnabled } }) as const;
  return {
    stateSchema,
    read: (client) =>
      readObject(client, {
        operation: "read the application",
        url: `/servicePrincipals(appId='${encodeURIComponent(appId)}')?$select=id,accountEnabled`,
        schema: stateSchema,
      }),
    plan: (state) => (state.accountEnabled ? [] : [write(state, true)]),
    expect: (state) => ({ ...state, accountEnabled: true }),
    isReached: (state) => state.accountEnabled,
    describe: ({ accountEnabled }) => [
      {
        subject: "Enabled for users to sign in",
        value: accountEnabled ? "Yes" : "No: nobody can sign in to it",
      },
    ],
    planUndo: ({ before, now }) => {
      if (before.accountEnabled)
        return { writes: [], kept: ["It was switched on before: nothing to take back."] };
      if (!now.accountEnabled) return { writes: [], kept: ["Somebody has switched it off meanwhile."] };
      return { writes: [write(now, false)], kept: [] };
    },
  };
}
