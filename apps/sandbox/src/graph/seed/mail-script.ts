import type { MailAddress, WellKnownFolderName } from "../mail-records.ts";

/** A mail of the demo companies, told once; every mailbox that it touches gets its own copy. */
export interface ScriptedMail {
  /** Names the mail within the script, for replies. */
  readonly key: string;
  /** Before the moment of seeding. */
  readonly hoursAgo: number;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[] | undefined;
  readonly subject: string;
  /** Paragraphs of plain text. */
  readonly body: readonly string[];
  /** Sent as HTML, as most mail is; newsletters and people alike. */
  readonly isHtml?: boolean | undefined;
  /** Key of the mail that this one answers. */
  readonly answers?: string | undefined;
  readonly attachments?: readonly ScriptedAttachment[] | undefined;
  /** Marks bulk mail the way its senders do. */
  readonly isBulk?: boolean | undefined;
  /** Where the recipients have put it by now. */
  readonly filedIn?: WellKnownFolderName | undefined;
  readonly isUnread?: boolean | undefined;
  readonly importance?: "high" | undefined;
  readonly categories?: readonly string[] | undefined;
}

export interface ScriptedAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** A one-page PDF with a few lines of text (PDF 1.4, without compression). */
export function buildPdf(lines: readonly string[]): Buffer {
  const text = lines
    .map((line, index) => `1 0 0 1 72 ${760 - index * 18} Tm (${line.replaceAll(/[()\\]/g, "\\$&")}) Tj`)
    .join("\n");
  const stream = `BT /F1 12 Tf\n${text}\nET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}
