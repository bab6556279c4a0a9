import { Component, type ReactNode } from 'react';
import { ErrorPage } from '../ui/ErrorPage';

/** A page that fails takes nothing else with it. Its key changes with the page. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (this.state.failed) return <ErrorPage onRetry={() => this.setState({ failed: false })} />;
    return this.props.children;
  }
}
