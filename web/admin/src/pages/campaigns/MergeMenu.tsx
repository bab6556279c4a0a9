import AddIcon from '@mui/icons-material/Add';
import { Button, ListItemText, Menu, MenuItem } from '@mui/material';
import { useId, useState } from 'react';
import type { MergeField } from './mergeFields';

interface MergeMenuProps {
  /** What it is put into: "subject". */
  into: string;
  fields: MergeField[];
  disabled?: boolean;
  onInsert: (text: string) => void;
}

/** Puts in what is different for each reader. */
export function MergeMenu({ into, fields, disabled = false, onInsert }: MergeMenuProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <Button
        size="small"
        startIcon={<AddIcon />}
        disabled={disabled}
        aria-label={`Insert a merge field into the ${into}`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor ? id : undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Merge field
      </Button>
      <Menu
        id={id}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        disableRestoreFocus={chosen !== null}
        // The menu gives the focus back as it goes; what is put in wants it after that.
        slotProps={{
          transition: {
            onExited: () => {
              if (chosen !== null) onInsert(chosen);
              setChosen(null);
            },
          },
        }}
      >
        {fields.map(({ label, text, help }) => (
          <MenuItem
            key={label}
            onClick={() => {
              setChosen(text);
              setAnchor(null);
            }}
          >
            <ListItemText primary={label} secondary={help} />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
