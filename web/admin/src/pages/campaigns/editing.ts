import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { campaignKey, campaigns, type Audience, type Campaign, type Changes, type Delivery, type Letter } from './api';

/** What somebody has changed and not saved. */
export type Edits = Partial<Omit<Letter, 'audience' | 'delivery'>> & { audience?: Partial<Audience>; delivery?: Partial<Delivery> };

/** As the API takes it: tags by their ids. */
export function changesOf({ audience, delivery, ...letter }: Edits): Changes {
  const { tags, not_tags, ...rest } = audience ?? {};
  return {
    ...letter,
    ...(audience && {
      audience: {
        ...rest,
        ...(tags && { tags: tags.map(({ id }) => id) }),
        ...(not_tags && { not_tags: not_tags.map(({ id }) => id) }),
      },
    }),
    ...(delivery && { delivery }),
  };
}

/** The campaign with what was changed. */
export const withEdits = (campaign: Campaign, { audience, delivery, ...letter }: Edits): Campaign => ({
  ...campaign,
  ...letter,
  audience: { ...campaign.audience, ...audience },
  delivery: { ...campaign.delivery, ...delivery },
});

const merged = (edits: Edits, more: Edits): Edits => ({
  ...edits,
  ...more,
  ...((edits.audience ?? more.audience) && { audience: { ...edits.audience, ...more.audience } }),
  ...((edits.delivery ?? more.delivery) && { delivery: { ...edits.delivery, ...more.delivery } }),
});

/** The campaign as it is being changed. What was typed while it was being saved stays, as not saved. */
export function useEditing(campaign: Campaign) {
  const queryClient = useQueryClient();
  const [edits, setEdits] = useState<Edits>({});
  const saving = useMutation({
    mutationFn: (sent: Edits) => campaigns.change(campaign.id, campaign.version, changesOf(sent)),
    onSuccess: (page, sent) => {
      queryClient.setQueryData(campaignKey(campaign.id), page);
      setEdits((now) => (now === sent ? {} : now));
      void queryClient.invalidateQueries({ queryKey: ['campaigns', campaign.id, 'audience'] });
    },
  });
  const shown = useMemo(() => withEdits(campaign, edits), [campaign, edits]);
  const isChanged = Object.keys(edits).length > 0;
  return {
    shown,
    isChanged,
    saving,
    set: (more: Edits) => setEdits((now) => merged(now, more)),
    save: () => saving.mutateAsync(edits),
    forget: () => {
      setEdits({});
      saving.reset();
      return queryClient.invalidateQueries({ queryKey: campaignKey(campaign.id) });
    },
  };
}

export type Editing = ReturnType<typeof useEditing>;
