import { Component, type ReactNode } from 'react';
import { Failure } from '../ui/Failure';

/** A page that throws, or whose code can't be loaded any more (a new version was deployed), offers to start afresh. */
export class PageErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failure error={this.state.error} retry={() => window.location.reload()} page />;
  }
}
