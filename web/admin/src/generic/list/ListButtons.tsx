import AddIcon from '@mui/icons-material/Add';
import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import UploadIcon from '@mui/icons-material/FileUploadOutlined';
import { Button } from '@mui/material';
import { useListContext } from 'react-admin';
import { Link } from 'react-router-dom';
import { shortcut } from '../../app/Shortcuts';
import { exportAddress } from '../../api/admin';
import type { Resource } from '../../api/schema';
import { toApiFilter, toApiSort } from '../../data/filter';
import { pageRoutes } from '../../pages/registry';
import { inSentence } from '../../lib/text';

const canImport = pageRoutes.some(({ path }) => path === '/imports/new');

/** New, import, and export of exactly what the list shows. */
export function ListButtons({ resource }: { resource: Resource }) {
  const { filterValues, sort } = useListContext();
  const order = toApiSort(sort);
  const address = exportAddress(resource.name, { ...toApiFilter(filterValues), ...(order ? { sort: order } : {}) });
  return (
    <>
      <Button component="a" href={address} download startIcon={<DownloadIcon />}>
        Export
      </Button>
      {canImport && (resource.can.add || resource.can.change) && (
        <Button component={Link} to={`/imports/new?resource=${resource.name}`} startIcon={<UploadIcon />}>
          Import
        </Button>
      )}
      {resource.can.add && (
        <Button component={Link} to={`/${resource.name}/create`} variant="contained" startIcon={<AddIcon />} {...shortcut('create')}>
          New {inSentence(resource.label_one)}
        </Button>
      )}
    </>
  );
}
