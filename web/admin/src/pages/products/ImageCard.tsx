import EarlierIcon from '@mui/icons-material/ArrowBack';
import LaterIcon from '@mui/icons-material/ArrowForward';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Card, CardActions, CardContent, IconButton, MenuItem, TextField, Tooltip } from '@mui/material';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { useCan } from '../../api/hooks';
import type { Value } from '../../api/schema';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { useProductWork, type Picture, type Product } from './data';

interface ImageCardProps {
  image: Picture;
  product: Product;
  at: number;
  onMove: (to: number) => void;
  onDrag: () => void;
  onDropOn: () => void;
}

/** One picture: what it shows, for whom it stands, and its place. */
export function ImageCard({ image, product, at, onMove, onDrag, onDropOn }: ImageCardProps) {
  const may = useCan('product_images', 'change');
  const name = image.alt || `Picture ${at + 1}`;
  const { mutate: change, error } = useProductWork(product.id, (values: Record<string, Value>) =>
    admin.update('product_images', String(image.id), image.version, values),
  );
  return (
    <Card
      component="li"
      variant="outlined"
      draggable={may}
      onDragStart={onDrag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDropOn}
    >
      <img
        src={image.url}
        srcSet={image.srcset}
        sizes="240px"
        alt={image.alt}
        width={image.width}
        height={image.height}
        loading="lazy"
        draggable={false}
        style={{ width: '100%', height: 'auto', aspectRatio: '4 / 3', objectFit: 'contain', display: 'block' }}
      />
      <CardContent sx={{ display: 'grid', gap: 1.5, pb: 0 }}>
        <ProblemMessage error={error} />
        <AltInput key={image.alt} image={image} disabled={!may} onSave={(alt) => change({ alt })} />
        <OptionInput image={image} product={product} disabled={!may} onSave={(option) => change({ option_value: option })} />
      </CardContent>
      <CardActions>
        <Move name={name} to="earlier" disabled={!may || at === 0} onClick={() => onMove(at - 1)} />
        <Move name={name} to="later" disabled={!may || at === product.images.length - 1} onClick={() => onMove(at + 1)} />
        <Delete image={image} name={name} product={product} />
      </CardActions>
    </Card>
  );
}

function AltInput({ image, disabled, onSave }: { image: Picture; disabled: boolean; onSave: (alt: string) => void }) {
  const [alt, setAlt] = useState(image.alt);
  return (
    <TextField
      label="What it shows"
      value={alt}
      disabled={disabled}
      onChange={(event) => setAlt(event.target.value)}
      onBlur={() => alt.trim() !== image.alt && onSave(alt.trim())}
      helperText={image.alt ? undefined : 'For those who can’t see it.'}
      slotProps={{ htmlInput: { maxLength: 500 } }}
    />
  );
}

function OptionInput({ image, product, disabled, onSave }: { image: Picture; product: Product; disabled: boolean; onSave: (option: string | null) => void }) {
  const values = [...new Set(product.skus.flatMap((sku) => product.option_names.map((name) => sku.options[name])))].filter(
    (value): value is string => Boolean(value),
  );
  if (image.option_value && !values.includes(image.option_value)) values.push(image.option_value);
  if (!values.length) return null;
  return (
    <TextField
      select
      label="Shown for"
      value={image.option_value ?? ''}
      disabled={disabled}
      onChange={(event) => onSave(event.target.value || null)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">All of them</MenuItem>
      {values.map((value) => (
        <MenuItem key={value} value={value}>
          {value}
        </MenuItem>
      ))}
    </TextField>
  );
}

function Move({ name, to, disabled, onClick }: { name: string; to: 'earlier' | 'later'; disabled: boolean; onClick: () => void }) {
  return (
    <Tooltip title={`Move ${to}`}>
      <span>
        <IconButton aria-label={`Move ${to}: ${name}`} disabled={disabled} onClick={onClick}>
          {to === 'earlier' ? <EarlierIcon /> : <LaterIcon />}
        </IconButton>
      </span>
    </Tooltip>
  );
}

function Delete({ image, name, product }: { image: Picture; name: string; product: Product }) {
  const may = useCan('product_images', 'delete');
  const [asks, setAsks] = useState(false);
  const { mutate, error, isPending } = useProductWork(product.id, () => admin.remove('product_images', String(image.id)));
  if (!may) return null;
  return (
    <>
      <Tooltip title="Delete">
        <IconButton aria-label={`Delete: ${name}`} onClick={() => setAsks(true)} sx={{ ml: 'auto !important' }}>
          <DeleteIcon />
        </IconButton>
      </Tooltip>
      <ConfirmDialog open={asks} title={`Delete ${name}?`} action="Delete" danger busy={isPending} error={error} onConfirm={() => mutate(undefined)} onClose={() => setAsks(false)} />
    </>
  );
}
