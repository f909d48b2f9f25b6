import type { Product } from "@outrigger/api-contract";
import type { Approval } from "@outrigger/storage";

/** The mail that a blocked user sends to an administrator; the link is added when it goes out. */
export function writeApprovalMail({
  product,
  asker,
  approval,
}: {
  readonly product: Product;
  readonly asker: string;
  readonly approval: Pick<Approval, "tenantDisplayName">;
}): { subject: string; text: string } {
  const tenant = approval.tenantDisplayName ?? "our organization";
  return {
    subject: `Please approve ${product.productName} for ${tenant}`,
    text: [
      "Hello,",
      `I would like to use ${product.productName} with my mailbox. Microsoft 365 lets only administrators of ${tenant} decide which apps may read mail, so it needs your approval once.`,
      "The link below says exactly what is asked and why. The role Cloud Application Administrator is enough to approve it.",
      `Thank you\n${asker}`,
    ].join("\n\n"),
  };
}
