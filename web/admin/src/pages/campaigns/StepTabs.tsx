import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import { Box, Tab, Tabs, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { audienceQuery, type Campaign } from './api';
import { DONE, isDone, missing, STEP_NAMES, STEPS, type Step } from './steps';

interface StepTabsProps {
  campaign: Campaign;
  step: Step;
  onGo: (step: Step) => void;
}

/** The way of a campaign: where it stands, what is done, and what this step still lacks. */
export function StepTabs({ campaign, step, onGo }: StepTabsProps) {
  // what others count is shown; nothing is counted for the tick alone
  const count = useQuery({ ...audienceQuery(campaign), enabled: false }).data?.count;
  const lacks = missing(step, campaign, count);
  return (
    <Box sx={{ mb: 2 }}>
      <Tabs value={step} onChange={(_event, next: Step) => onGo(next)} variant="scrollable" scrollButtons="auto" allowScrollButtonsMobile aria-label="Steps of the campaign">
        {STEPS.map((name, at) => (
          <Tab
            key={name}
            value={name}
            id={`campaign-step-${name}`}
            aria-controls="campaign-step"
            iconPosition="end"
            sx={{ minHeight: 48, textTransform: 'none' }}
            label={`${at + 1}. ${STEP_NAMES[name]}`}
            {...(isDone(name, campaign, count) && { icon: <DoneIcon fontSize="small" titleAccess="done" /> })}
          />
        ))}
      </Tabs>
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary', mt: 1 }}>
        {lacks.length > 0 ? `Missing: ${lacks.join(' and ')}.` : DONE[step]}
      </Typography>
    </Box>
  );
}
