import { useEffect, useRef, type ReactNode } from 'react';

interface HeadingProps {
  children: ReactNode;
  className?: string;
  /** It takes the place of what the focus was on: a form that was sent, say. */
  takesFocus?: boolean;
}

/** The page's h1. After a navigation the focus waits on <main>; it moves here as soon as the page knows its name. */
export function Heading({ children, className, takesFocus = false }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus || document.activeElement?.tagName === 'MAIN') heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
