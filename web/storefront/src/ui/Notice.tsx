import type { ReactNode } from 'react';

interface NoticeProps {
  look?: 'info' | 'good' | 'problem';
  title?: string;
  children?: ReactNode;
  /** Say it at once when it appears. */
  live?: boolean;
}

export function Notice({ look = 'info', title, children, live = false }: NoticeProps) {
  return (
    <div className={`notice notice-${look}`} role={live ? 'status' : undefined}>
      {title && <p className="notice-title">{title}</p>}
      {children && <div>{children}</div>}
    </div>
  );
}
