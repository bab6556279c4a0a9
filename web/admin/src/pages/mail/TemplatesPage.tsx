import { Box, Card, CardActionArea, Stack, Typography } from '@mui/material';
import type { Schemas } from '@startupwebapp/api-client';
import { Link } from 'react-router-dom';
import { words } from '../../lib/text';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { useTemplates } from './templates';

type Template = Schemas['AdminMailTemplate'];

/** The shop's own mails, to be written in other words. */
export default function TemplatesPage() {
  const query = useTemplates();
  const items = query.data ?? [];
  return (
    <>
      <PageTitle title="Templates of mails" help="What the shop writes by itself. Each can be written in your words; nothing changes until you put yours in use." />
      {query.isPending && <Loading />}
      <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      {query.data && (
        <>
          <Group title="Mails" items={items.filter(({ is_mail }) => is_mail)} />
          <Group title="Parts that mails share" items={items.filter(({ is_mail }) => !is_mail)} />
        </>
      )}
    </>
  );
}

function Group({ title, items }: { title: string; items: Template[] }) {
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Typography component="h2" variant="h6" sx={{ mb: 1 }}>
        {title}
      </Typography>
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: '1fr 1fr 1fr' } }}>
        {items.map((template) => (
          <Card key={template.name} variant="outlined">
            <CardActionArea component={Link} to={`/mail/templates/${template.name}`} sx={{ p: 2, height: '100%' }}>
              <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', alignItems: 'flex-start' }}>
                <Typography sx={{ fontWeight: 600 }}>{words(template.name)}</Typography>
                {template.in_use ? (
                  <StatusChip status="active" label="Yours" />
                ) : (
                  template.overrides.length > 0 && <StatusChip status="draft" label="Draft" />
                )}
              </Stack>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {template.description}
              </Typography>
            </CardActionArea>
          </Card>
        ))}
      </Box>
    </Box>
  );
}
