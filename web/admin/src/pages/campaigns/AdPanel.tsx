import { Panel } from '../../ui/Panel';
import type { PanelProps } from '../types';
import { AdFigures, LandingLink } from './AdParts';

/** Above the form of an ad: the link to give out, and what came of it. */
export default function AdPanel({ record }: PanelProps) {
  return (
    <Panel title="What came of it">
      <LandingLink code={String(record.values['ad_cd'] ?? '')} />
      <AdFigures id={record.id} />
    </Panel>
  );
}
