import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { words } from '../../lib/text';
import { Loading } from '../../ui/Loading';
import { NotFoundPage } from '../../ui/NotFoundPage';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { TemplateEditor } from './TemplateEditor';
import { loadSources, useTemplates, type Template } from './templates';

export default function TemplatePage() {
  const { name = '' } = useParams();
  const templates = useTemplates();
  const template = templates.data?.find((each) => each.name === name);
  if (templates.isPending) return <Loading />;
  if (templates.data && !template) return <NotFoundPage />;
  if (!template)
    return (
      <Box>
        <PageTitle title={words(name)} />
        <ProblemMessage error={templates.error} onRetry={() => void templates.refetch()} />
      </Box>
    );
  return <Loaded key={name} template={template} />;
}

function Loaded({ template }: { template: Template }) {
  const query = useQuery({
    queryKey: ['emails', 'sources', template.name, template.overrides],
    queryFn: ({ signal }) => loadSources(template, signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (query.isPending) return <Loading />;
  if (!query.data)
    return (
      <>
        <PageTitle title={words(template.name)} />
        <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  return <TemplateEditor key={query.data.kept?.version ?? ''} template={template} initial={query.data.sources} kept={query.data.kept} />;
}
