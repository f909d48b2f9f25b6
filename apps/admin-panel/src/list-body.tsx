import { ErrorState, SkeletonBlocks } from "@outrigger/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

const SKELETON_ROW_PX = 44;
const SKELETON_ROWS = 6;

export interface ListBodyProps<Answer> {
  query: UseQueryResult<Answer>;
  children: (answer: Answer) => ReactNode;
  /** Heights of the placeholders where the page is no plain list. */
  skeleton?: readonly number[];
}

/** A list's three states: on its way, failed with a way back, there. Old rows stay while new ones are on their way. */
export function ListBody<Answer>({ query, children, skeleton }: ListBodyProps<Answer>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {query.isError ? <ErrorState error={query.error} onRetry={retry} /> : null}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <ErrorState error={query.error} onRetry={retry} />;
  return (
    <SkeletonBlocks heights={skeleton ?? Array.from({ length: SKELETON_ROWS }, () => SKELETON_ROW_PX)} />
  );
}
