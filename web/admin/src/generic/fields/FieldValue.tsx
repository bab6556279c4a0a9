import { Box, Chip, Link as PlainLink, Stack } from '@mui/material';
import { useReference } from 'react-admin';
import { Link } from 'react-router-dom';
import { useMediaAddress, useResource } from '../../api/hooks';
import type { AdminObject, Field, Value } from '../../api/schema';
import { basisPointsToPercent } from '../../lib/money';
import { shortened, words } from '../../lib/text';
import { addressOf } from '../../pages/registry';
import { Money } from '../../ui/Money';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';

interface FieldValueProps {
  field: Field;
  value: Value | undefined;
  /** Long texts are cut in lists. */
  short?: boolean;
  /** A link inside of a link would be none. */
  plain?: boolean;
}

const SHORT = 80;
const isPicture = (file: string) => /\.(webp|avif|png|jpe?g|gif|svg)$/i.test(file);
const asText = (value: Value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** A value as its type wants to be read. */
export function FieldValue({ field, value, short = false, plain = false }: FieldValueProps) {
  if (value === null || value === undefined || value === '') return <Nothing />;
  const text = short ? shortened(asText(value), SHORT) : asText(value);
  switch (field.type) {
    case 'money':
      return <Money minor={Number(value)} />;
    case 'basis_points':
      return <>{basisPointsToPercent(Number(value))}%</>;
    case 'boolean':
      return <>{value ? 'Yes' : 'No'}</>;
    case 'time':
      return <Time time={String(value)} />;
    case 'choice':
      return field.name.includes('status') || field.name === 'state' || field.name === 'payment' ? <StatusChip status={text} /> : <>{words(text)}</>;
    case 'reference':
      return <Reference to={field.reference ?? ''} id={String(value)} plain={plain} />;
    case 'url':
      return plain || !/^https?:\/\//.test(text) ? <>{text}</> : <PlainLink href={asText(value)} target="_blank" rel="noopener noreferrer">{text}</PlainLink>;
    case 'texts':
      return <Texts texts={value as Value[]} />;
    case 'file':
      return <File file={text} />;
    case 'json':
      return short ? <code>{text}</code> : <Source text={JSON.stringify(value, null, 2)} />;
    case 'bytes':
      return <code style={{ overflowWrap: 'anywhere' }}>{text}</code>;
    case 'html':
      return short ? <>{text}</> : <Source text={text} />;
    case 'long_text':
      return <span style={{ whiteSpace: short ? undefined : 'pre-wrap' }}>{text}</span>;
    case 'integer':
      return <span className="money">{String(value)}</span>;
    default:
      return <>{text}</>;
  }
}

const Nothing = () => (
  <Box component="span" sx={{ color: 'text.secondary' }}>
    –
  </Box>
);

const Source = ({ text }: { text: string }) => (
  <Box component="pre" tabIndex={0} sx={{ m: 0, maxHeight: 240, overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: '0.8125rem' }}>
    {text}
  </Box>
);

function Texts({ texts }: { texts: Value[] }) {
  return (
    <Stack direction="row" component="span" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      {texts.map((each) => (
        <Chip key={String(each)} component="span" size="small" label={String(each)} />
      ))}
    </Stack>
  );
}

function File({ file }: { file: string }) {
  const address = useMediaAddress();
  if (!isPicture(file)) return <>{file}</>;
  return <Box component="img" src={address(file)} alt="" loading="lazy" sx={{ width: 40, height: 40, objectFit: 'cover', borderRadius: 0.5, display: 'block' }} />;
}

interface ReferenceProps {
  to: string;
  id: string;
  plain: boolean;
}

/** The title of what is referred to, where the user may see it. */
function Reference({ to, id, plain }: ReferenceProps) {
  const resource = useResource(to);
  if (!resource?.can.view) return <>{id}</>;
  return <VisibleReference to={to} id={id} plain={plain} />;
}

function VisibleReference({ to, id, plain }: ReferenceProps) {
  const { referenceRecord } = useReference<AdminObject>({ reference: to, id, options: { retry: false } });
  const title = referenceRecord?.title || id;
  if (plain) return <>{title}</>;
  return (
    <PlainLink component={Link} to={addressOf(to, id)} onClick={(event) => event.stopPropagation()}>
      {title}
    </PlainLink>
  );
}
