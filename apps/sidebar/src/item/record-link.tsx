import type { RecordLink } from "@outrigger/api-contract";
import { Link } from "@fluentui/react-components";
import { useMessages } from "../use-messages.ts";
import { safeRecordUrl } from "./describe-people.ts";

/** A link that opens a record in Salesforce, in a new tab; plain text where there is no address to go to. */
export function RecordLinkView({ record, label }: { record: RecordLink; label?: string }) {
  const { messages } = useMessages();
  const url = safeRecordUrl(record.url);
  const words = label ?? record.name;
  if (url === undefined) return <span>{words}</span>;
  return (
    <span>
      <Link href={url} target="_blank" rel="noopener noreferrer" title={messages.opensInNewTab}>
        {words}
      </Link>
    </span>
  );
}
