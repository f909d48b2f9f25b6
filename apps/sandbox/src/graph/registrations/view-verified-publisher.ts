import type { Application } from "../../core/directory.ts";

/** Graph's verifiedPublisher; all empty where nobody has verified it (resources/verifiedpublisher). */
export function viewVerifiedPublisher(
  app: Pick<Application, "verifiedPublisher" | "createdDateTime"> | undefined,
) {
  const publisher = app?.verifiedPublisher;
  return {
    displayName: publisher?.displayName ?? null,
    verifiedPublisherId: publisher?.verifiedPublisherId ?? null,
    addedDateTime: publisher ? (publisher.addedDateTime ?? app.createdDateTime) : null,
  };
}
