/** The door of the screens' common pieces: theme and names, the typed API client, time, states of a screen, messages. */
export { ApiError, isApiError, type ApiErrorCode, type ApiErrorDetails } from "./api-error.ts";
export { callEndpoint, type EndpointRequest } from "./call-endpoint.ts";
export { CopyButton, type CopyButtonProps } from "./copy-button.tsx";
export { defineMessages, type MessageTable, type Translation } from "./define-messages.ts";
export { EmptyState, type EmptyStateProps } from "./empty-state.tsx";
export { describeError, ErrorState, type ErrorStateProps } from "./error-state.tsx";
export { FaultBoundary } from "./fault-boundary.tsx";
export { formatExactTime, formatRelativeTime } from "./format-relative-time.ts";
export {
  ProductProvider,
  useLanguage,
  useProduct,
  useThemeName,
  type ProductProviderProps,
  type ThemeName,
} from "./product-provider.tsx";
export { RelativeTime } from "./relative-time.tsx";
export { SkeletonBlocks } from "./skeleton-blocks.tsx";
export { TechnicalDetails } from "./technical-details.tsx";
export { isMailAddress } from "./is-mail-address.ts";
