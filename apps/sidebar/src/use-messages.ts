import { useLanguage, useProduct } from "@outrigger/ui";
import { sidebarMessagesOf, type SidebarMessages } from "./messages.ts";

/** The sidebar's words in the screen's language, and the product's names to put into them. */
export function useMessages(): { messages: SidebarMessages; productName: string; shortName: string } {
  const { productName, shortName } = useProduct();
  return { messages: sidebarMessagesOf(useLanguage()), productName, shortName };
}
