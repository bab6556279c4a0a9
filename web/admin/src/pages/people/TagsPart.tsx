import { Chip, Stack, Typography } from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { admin } from '../../api/admin';
import { useResource } from '../../api/hooks';
import type { Resource } from '../../api/schema';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { TagPicker, type Tag } from '../../ui/TagPicker';

interface TagsPartProps {
  of: 'member' | 'prospect';
  id: string;
}

/** What somebody is grouped by, for campaigns. */
export function TagsPart({ of, id }: TagsPartProps) {
  const resource = useResource(`${of}_tags`);
  return resource?.can.view ? <Tags of={of} id={id} resource={resource} /> : null;
}

const MOST = 200;

function Tags({ of, id, resource: { name, can } }: TagsPartProps & { resource: Resource }) {
  const queryClient = useQueryClient();
  const queryKey = [name, 'of', id];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Tag[]> => {
      const { items } = await admin.list(name, { limit: MOST, filter: JSON.stringify({ [`${of}_id`]: id }) }, signal);
      return items.map(({ title, values }) => ({ id: String(values['tag_id']), name: title }));
    },
  });
  const change = useMutation({
    mutationFn: async ({ now, next }: { now: Tag[]; next: Tag[] }) => {
      const isIn = (tags: Tag[]) => (tag: Tag) => tags.some((each) => each.id === tag.id);
      for (const tag of next.filter((each) => !isIn(now)(each))) await admin.create(name, { [`${of}_id`]: id, tag_id: tag.id });
      for (const tag of now.filter((each) => !isIn(next)(each))) await admin.remove(name, `${id}:${tag.id}`);
    },
    onMutate: ({ next }) => queryClient.setQueryData(queryKey, next),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  const tags = query.data ?? [];
  return (
    <Panel title="Tags">
      <ProblemMessage error={query.error ?? change.error} />
      {can.add && can.delete ? (
        <TagPicker label={`Tags of this ${of}`} value={tags} onChange={(next) => change.mutate({ now: tags, next })} disabled={query.isPending || change.isPending} />
      ) : (
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
          {tags.map((tag) => (
            <Chip key={tag.id} size="small" label={tag.name} />
          ))}
          {!tags.length && <Typography variant="body2">None.</Typography>}
        </Stack>
      )}
    </Panel>
  );
}
