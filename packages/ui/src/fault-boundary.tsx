import { Component, type ReactNode } from "react";
import { ErrorState } from "./error-state.tsx";

interface FaultBoundaryProps {
  children: ReactNode;
}

/** Keeps a fault in drawing one part of a screen from emptying the whole: says so in its place, and offers to try again. */
export class FaultBoundary extends Component<FaultBoundaryProps, { fault: unknown }> {
  override state: { fault: unknown } = { fault: undefined };

  static getDerivedStateFromError(fault: unknown): { fault: unknown } {
    return { fault };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    return <ErrorState error={fault} onRetry={() => this.setState({ fault: undefined })} />;
  }
}
