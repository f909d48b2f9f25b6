/** The door to Outlook: the only folder that knows Office.js. */
export {
  DialogRefusedError,
  type OfficeHost,
  type OpenDialog,
  type OpenMail,
  type OpenSelection,
} from "./office-host.ts";
export { openOfficeHost } from "./open-office-host.ts";
export { tellParent } from "./tell-parent.ts";
