import type { ApprovalLink, NewApprovalLink, OrganizationId, Repositories } from "@outrigger/storage";

export const LINK_SECONDS = 14 * 86_400;

/** The token stands in the fragment: it reaches neither logs nor referrers. */
export async function makeApprovalLink(
  organizationId: OrganizationId,
  input: Omit<NewApprovalLink, "purpose">,
  { repositories, publicUrl }: { readonly repositories: Repositories; readonly publicUrl: string },
): Promise<{ address: string; link: ApprovalLink }> {
  const { token, link } = await repositories.approvalLinks.create(organizationId, {
    ...input,
    purpose: "administrator",
  });
  return { address: `${publicUrl}/approval#${token}`, link };
}
