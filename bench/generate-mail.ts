/** Somebody outside who is in the CRM, as a contact of an account or as a lead. */
export interface Customer {
  readonly address: string;
  readonly lastName: string;
  readonly kind: "contact" | "lead";
}

/** Distinct addresses; two of three are contacts, the third a lead. */
export function generateCustomers(count: number): Customer[] {
  return Array.from({ length: count }, (_, index) => ({
    address: `person${index}@customer${index % 90}.example`,
    lastName: `Customer ${index}`,
    kind: index % 3 === 2 ? "lead" : "contact",
  }));
}

export interface MboxRequest {
  readonly ownAddress: string;
  readonly customers: readonly Customer[];
  readonly folder: "inbox" | "sentitems";
  /** Mail number `first` goes to or comes from the customer of that number, and so on round the customers. */
  readonly first: number;
  readonly count: number;
}

/** Mail of one customer each, some 1 kB long, as an mbox (RFC 4155). */
export function generateMbox({ ownAddress, customers, folder, first, count }: MboxRequest): string {
  const mails = Array.from({ length: count }, (_, offset) => {
    const number = first + offset;
    const { address = "" } = customers[number % customers.length] ?? {};
    const [from, to] = folder === "inbox" ? [address, ownAddress] : [ownAddress, address];
    return [
      `From ${from} Mon Nov 02 08:00:00 2026`,
      `From: <${from}>`,
      `To: <${to}>`,
      `Subject: Order ${number}`,
      "Date: Mon, 02 Nov 2026 08:00:00 +0000",
      `Message-ID: <bench-${number}@customer.example>`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      ...Array.from({ length: 12 }, (_, line) => `Line ${line} of mail ${number}: ${"words ".repeat(10)}`),
      "",
      "",
    ].join("\n");
  });
  return mails.join("");
}
