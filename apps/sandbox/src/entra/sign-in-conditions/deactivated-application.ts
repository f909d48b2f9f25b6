import type { Application } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { EntraError } from "../entra-error.ts";
import { entraRecords } from "../entra-records.ts";
import { findResource } from "../permission-catalog.ts";

/** An application that its owner or Microsoft has switched off, for every tenant at once; undefined: it is not. */
export function findDeactivation(
  context: Pick<SandboxContext, "store">,
  app: Application,
): EntraError | undefined {
  const isByMicrosoft = (app.disabledByMicrosoftStatus ?? null) !== null;
  if (!isByMicrosoft && app.isDisabled !== true) return undefined;
  const by = isByMicrosoft ? "Microsoft" : "its owner";
  const values = { appId: app.appId, appName: app.displayName, by };
  return new EntraError(entraRecords(context).settings().deactivatedAppCode, values);
}

/** AADSTS65005: the registration lists an API that does not exist; undefined: it lists none such. */
export function findUndiscoverableApi(app: Application): EntraError | undefined {
  const unknown = app.requiredResourceAccess.find(({ resourceAppId }) => !findResource(resourceAppId));
  if (!unknown) return undefined;
  return new EntraError(65005, {
    appId: app.appId,
    appName: app.displayName,
    resource: unknown.resourceAppId,
  });
}
