import { noticeKindSchema, type Notice } from "@outrigger/api-contract";
import type { Notice as StoredNotice } from "@outrigger/storage";
import { sayNotice, type NoticeWords } from "./say-notice.ts";

/** The notice's words; undefined for a kind of another version. */
export function wordsOf(
  notice: StoredNotice,
  names: { readonly tenant: string; readonly product: string },
): NoticeWords | undefined {
  const kind = noticeKindSchema.safeParse(notice.kind);
  return kind.success ? sayNotice({ ...notice, kind: kind.data }, names) : undefined;
}

export function describeNotice(
  notice: StoredNotice,
  names: { readonly tenant: string; readonly product: string },
): Notice[] {
  const kind = noticeKindSchema.safeParse(notice.kind);
  if (!kind.success) return [];
  const { id, tenantId, before, after, source, raisedAt, dismissedAt } = notice;
  return [
    {
      id,
      kind: kind.data,
      tenantId,
      ...sayNotice({ ...notice, kind: kind.data }, names),
      before: [...before],
      after: [...after],
      source,
      raisedAt: raisedAt.toISOString(),
      isDismissed: dismissedAt !== null,
    },
  ];
}
